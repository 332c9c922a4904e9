package signin

// DefaultRedirect is the redirect URI that an app is registered with unless the
// profile names another. RingCentral compares it letter by letter, so the port
// is fixed. Its own samples register http://localhost with a port and a path,
// so the console is known to take one. The port is below the range from which
// systems hand out ports of their own.
const DefaultRedirect = "http://localhost:8421/rcfwd"

// Needs says what a way to sign in needs in the developer console, in lines for
// a terminal. redirect is the profile's; "" is DefaultRedirect.
func Needs(g Grant, redirect string) string { return "" }

// Means says in one line what a way to sign in is.
func Means(g Grant) string { return "" }

// Keeps says in one line where a store keeps the secrets.
func Keeps(s StoreKind) string { return "" }
