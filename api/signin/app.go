package signin

import "fmt"

// App is the application that is registered in the developer console. One
// without a secret is public: it names itself in the form and sends no
// Authorization header.
type App struct {
	ClientID     string
	ClientSecret string `json:"-"`
}

// String hides the secret.
func (a App) String() string { return fmt.Sprintf("app %s", a.ClientID) }

// GoString hides the secret.
func (a App) GoString() string { return a.String() }
