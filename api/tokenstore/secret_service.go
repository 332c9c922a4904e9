//go:build !windows && !darwin

package tokenstore

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The keyring of a desktop is the Secret Service:
// https://specifications.freedesktop.org/secret-service/0.2. Entries are found by the
// attributes that github.com/zalando/go-keyring gave them, which earlier versions used.

const (
	secretsName    = "org.freedesktop.secrets"
	secretsPath    = "/org/freedesktop/secrets"
	secretsPrefix  = "org.freedesktop.Secret."
	loginPath      = secretsPath + "/collection/login"
	defaultPath    = secretsPath + "/aliases/default"
	noPrompt       = "/"
	secretType     = "text/plain; charset=utf8"
	createItemArgs = "a{sv}(oayays)b"
)

// systemKeyring is the keyring of this system.
type systemKeyring struct{}

func (systemKeyring) Get(service, user string) (secret string, err error) {
	err = withSecrets(func(s *secrets) error {
		item, err := s.find(service, user)
		if err != nil {
			return err
		}
		secret, err = s.secret(item)
		return err
	})
	return secret, err
}

func (systemKeyring) Set(service, user, secret string) error {
	return withSecrets(func(s *secrets) error {
		if err := s.unlock(s.collection); err != nil {
			return err
		}
		return s.create(service, user, secret)
	})
}

func (systemKeyring) Delete(service, user string) error {
	return withSecrets(func(s *secrets) error {
		item, err := s.find(service, user)
		if err != nil {
			return err
		}
		r, err := s.call(item, "Item.Delete", "", nil)
		if err != nil {
			return err
		}
		_, err = s.prompt(r.string())
		return err
	})
}

// secrets is the Secret Service, on a connection of its own.
type secrets struct {
	bus        *bus
	collection string // path of the collection that holds the entries
}

// withSecrets runs do on the Secret Service.
func withSecrets(do func(*secrets) error) error {
	b, err := openBus()
	if err != nil {
		return err
	}
	defer b.close()
	s := &secrets{bus: b, collection: defaultPath}
	if slices.Contains(s.collections(), loginPath) {
		s.collection = loginPath
	}
	return do(s)
}

func (s *secrets) call(path, method, signature string, write func(*busWriter)) (*busReader, error) {
	iface, member, _ := strings.Cut(method, ".")
	return s.bus.call(&busMessage{destination: secretsName, path: path, iface: secretsPrefix + iface, member: member}, signature, write)
}

// collections returns the paths of the collections; none when they cannot be read.
func (s *secrets) collections() []string {
	get := &busMessage{destination: secretsName, path: secretsPath, iface: busName + ".Properties", member: "Get"}
	r, err := s.bus.call(get, "ss", func(w *busWriter) {
		w.string(secretsPrefix + "Service")
		w.string("Collections")
	})
	if err != nil {
		return nil
	}
	return strings.Fields(r.variant())
}

// unlock unlocks a collection or an item. The desktop may ask the person for a password.
func (s *secrets) unlock(path string) error {
	r, err := s.call(secretsPath, "Service.Unlock", "ao", func(w *busWriter) {
		w.array(4, func() { w.string(path) })
	})
	if err != nil {
		return err
	}
	unlocked := r.strings()
	more, err := s.prompt(r.string())
	if err != nil {
		return err
	}
	unlocked = append(unlocked, strings.Fields(more)...)
	if len(unlocked) != 1 || path != defaultPath && unlocked[0] != path {
		return fmt.Errorf("failed to unlock %s", path)
	}
	return nil
}

// find returns the path of the entry of a user; ErrNotFound if there is none.
func (s *secrets) find(service, user string) (string, error) {
	if err := s.unlock(s.collection); err != nil {
		return "", err
	}
	r, err := s.call(s.collection, "Collection.SearchItems", "a{ss}", func(w *busWriter) {
		w.stringMap(attributes(service, user))
	})
	if err != nil {
		return "", err
	}
	items := r.strings()
	if len(items) == 0 {
		return "", ErrNotFound
	}
	return items[0], nil
}

// attributes are what an entry is found by.
func attributes(service, user string) [][2]string {
	return [][2]string{{"username", user}, {"service", service}}
}

// session opens a session, whose secrets are not encrypted on the way: the bus is the user's.
func (s *secrets) session() (string, error) {
	r, err := s.call(secretsPath, "Service.OpenSession", "sv", func(w *busWriter) {
		w.string("plain")
		w.signature("s")
		w.string("")
	})
	if err != nil {
		return "", err
	}
	r.variant() // for sessions that are encrypted
	return r.string(), readError(r)
}

// secret reads the secret of an entry.
func (s *secrets) secret(item string) (string, error) {
	session, err := s.session()
	if err != nil {
		return "", err
	}
	if err := s.unlock(item); err != nil {
		return "", err
	}
	r, err := s.call(item, "Item.GetSecret", "o", func(w *busWriter) { w.string(session) })
	if err != nil {
		return "", err
	}
	r.take(0, 8)
	r.string() // session
	r.bytes()  // parameters
	return r.bytes(), readError(r)
}

// create creates the entry of a user, or replaces its secret.
func (s *secrets) create(service, user, secret string) error {
	session, err := s.session()
	if err != nil {
		return err
	}
	r, err := s.call(s.collection, "Collection.CreateItem", createItemArgs, func(w *busWriter) {
		itemProperties(w, service, user)
		w.align(8)
		w.string(session)
		w.bytes("")
		w.bytes(secret)
		w.string(secretType)
		w.uint32(1) // replace
	})
	if err != nil {
		return err
	}
	r.string() // path of the item
	_, err = s.prompt(r.string())
	return err
}

// itemProperties writes the label and the attributes of an entry.
func itemProperties(w *busWriter, service, user string) {
	w.array(8, func() {
		w.align(8)
		w.string(secretsPrefix + "Item.Label")
		w.signature("s")
		w.string(fmt.Sprintf("Password for '%s' on '%s'", user, service))
		w.align(8)
		w.string(secretsPrefix + "Item.Attributes")
		w.signature("a{ss}")
		w.stringMap(attributes(service, user))
	})
}

// prompt lets the desktop ask the person, and returns what the person agreed to. A path of
// "/" needs no question.
func (s *secrets) prompt(path string) (string, error) {
	switch path {
	case noPrompt:
		return "", nil
	case "":
		return "", errBusMessage
	}
	rule := fmt.Sprintf("type='signal',path='%s',interface='%sPrompt'", path, secretsPrefix)
	match := &busMessage{destination: busName, path: "/org/freedesktop/DBus", iface: busName, member: "AddMatch"}
	if _, err := s.bus.call(match, "s", func(w *busWriter) { w.string(rule) }); err != nil {
		return "", err
	}
	if _, err := s.call(path, "Prompt.Prompt", "s", func(w *busWriter) { w.string("") }); err != nil {
		return "", err
	}
	r, err := s.bus.signal(path, "Completed")
	if err != nil {
		return "", err
	}
	if r.uint32() != 0 {
		return "", errors.New("it was not unlocked")
	}
	return r.variant(), nil
}

// readError is the error of a reply that could not be read.
func readError(r *busReader) error {
	if r.bad {
		return errBusMessage
	}
	return nil
}
