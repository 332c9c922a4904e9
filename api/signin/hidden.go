package signin

// A value with a secret in it prints as its kind alone. fmt does not call the
// String methods of unexported fields, so each type that holds one has its own.

// String hides the session.
func (*Session) String() string { return "(session)" }

// GoString hides the session.
func (s *Session) GoString() string { return s.String() }

// String hides the login.
func (*Login) String() string { return "(login)" }

// GoString hides the login.
func (l *Login) GoString() string { return l.String() }

func (endpoint) String() string   { return "(endpoint)" }
func (endpoint) GoString() string { return "(endpoint)" }

func (credentialSource) String() string   { return "(credential source)" }
func (credentialSource) GoString() string { return "(credential source)" }

func (grant) String() string   { return "(grant)" }
func (grant) GoString() string { return "(grant)" }
