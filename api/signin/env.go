package signin

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"rcfwd/api/rest"
	"rcfwd/api/tokenstore"
)

// The environment variables of RingCentral's own samples.
const (
	EnvServer = "RC_SERVER_URL"
	EnvID     = "RC_APP_CLIENT_ID"
	EnvSecret = "RC_APP_CLIENT_SECRET"
	EnvJWT    = "RC_USER_JWT"
)

// EnvNoCache is the environment variable that keeps no access token for the next run.
const EnvNoCache = "RCFWD_NO_CACHE"

// errNotSet is the error when the environment holds none of the variables.
var errNotSet = errors.New("none of " + strings.Join(variables, ", ") + " is set")

var variables = []string{EnvServer, EnvID, EnvSecret, EnvJWT}

// environment holds what the variables say. A sign-in by JWT needs all of it.
type environment struct {
	Server *url.URL
	App    App
	JWT    string `json:"-"`
}

// String hides the secrets.
func (e environment) String() string { return fmt.Sprintf("%v at %v", e.App, e.Server) }

// GoString hides the secrets.
func (e environment) GoString() string { return e.String() }

// AppInEnvironment returns the app that the variables name; getenv is os.Getenv.
func AppInEnvironment(getenv func(string) string) App {
	return App{tokenstore.ReadSecret(getenv(EnvID)), tokenstore.ReadSecret(getenv(EnvSecret))}
}

// readEnvironment reads the variables; getenv is os.Getenv. Some ways to read a file of
// variables leave the quotes around the values. When none is set the
// error is errNotSet; when some are, it names the missing ones.
func readEnvironment(getenv func(string) string) (environment, error) {
	get := func(name string) string { return tokenstore.ReadSecret(getenv(name)) }
	var missing []string
	for _, name := range variables {
		if get(name) == "" {
			missing = append(missing, name)
		}
	}
	switch len(missing) {
	case 0:
	case len(variables):
		return environment{}, errNotSet
	default:
		return environment{}, fmt.Errorf("%s must be set too", strings.Join(missing, ", "))
	}
	server, err := rest.ParseServer(get(EnvServer))
	if err != nil {
		return environment{}, fmt.Errorf("%s: %w", EnvServer, err)
	}
	jwt, err := tokenstore.ReadJWT(get(EnvJWT))
	if err != nil {
		return environment{}, fmt.Errorf("%s: %w", EnvJWT, err)
	}
	return environment{Server: server, App: AppInEnvironment(getenv), JWT: jwt}, nil
}
