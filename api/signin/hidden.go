package signin

// What holds a secret says only what it is when it is printed. fmt does not
// ask the parts of a struct that are not exported, so each whole hides itself.

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

func (credentialSource) String() string   { return "(way)" }
func (credentialSource) GoString() string { return "(way)" }

func (grant) String() string   { return "(grant)" }
func (grant) GoString() string { return "(grant)" }
