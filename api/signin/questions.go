package signin

import (
	"errors"
	"strings"

	"rcfwd/api"
	"rcfwd/api/settings"
	"rcfwd/api/tokenstore"
)

// Question is something that a person answers to sign in. The sign-in form shows
// the label and the note beside a field; rcfwd login prints the prompt.
type Question struct {
	Name    string // of the answer
	Label   string
	Note    string // what to answer; may be empty
	Prompt  string // the question in one line
	Secret  bool   // whether the answer must not be shown while it is typed
	Missing string // a sentence for an empty answer; "" when it may be empty

	read  func(string) (string, error) // what an answer means; nil takes it as it is
	wrong string                       // a sentence for an answer that read does not take

	answer func(*Credentials) *string // nil unless a grant needs it
}

// The questions of every sign-in.
var (
	AskProfile = Question{Name: "profile", Label: "Profile", Note: "a name for this sign-in, to come back to it",
		Prompt: "Profile, a name for this sign-in"}
	AskServer = Question{Name: "server", Label: "Server", Note: "RingCentral's is " + settings.Production, Prompt: "Server"}
	AskGrant  = Question{Name: "way", Label: "How", Prompt: "How"}
	AskStore  = Question{Name: "store", Label: "Keep in", Prompt: "Keep the sign-in in"}

	AskClientID = Question{Name: "client", Label: "Client", Note: "the client id of the app", Prompt: "Client id of the app",
		Missing: "The client id is on the app's page in the developer console.",
		read:    notAJWT, wrong: "This is a JWT. The client id is on the app's page in the developer console."}
)

// notAJWT takes what is no JWT: many who have one paste it one question early.
func notAJWT(text string) (string, error) {
	if _, err := tokenstore.ReadJWT(text); err == nil {
		return "", errors.New("a JWT")
	}
	return tokenstore.ReadSecret(text), nil
}

// AskSecret returns the question for the client secret of the app. stored says
// that one may be stored with the profile, which an empty answer means then.
func AskSecret(stored bool) Question {
	q := Question{Name: "secret", Label: "Secret", Secret: true,
		Note: "empty for an app without one", Prompt: "Client secret, empty for an app without one",
		read: notAJWT, wrong: "This is a JWT, which is asked for later. The client secret is on the app's page in the developer console."}
	if stored {
		q.Note = "empty to use the one kept with this profile, or for an app without one"
		q.Prompt += ", or for the one kept with this profile"
	}
	return q
}

// Credentials are the answers to the questions of a grant. They hide themselves
// when they are printed.
type Credentials struct {
	JWT                       string
	User, Extension, Password string
}

// String hides the answers.
func (Credentials) String() string { return "(credentials)" }

// GoString hides the answers.
func (Credentials) GoString() string { return "(credentials)" }

// Questions returns the questions that a grant needs besides those of every
// sign-in, in order. GrantCode needs none: the browser asks.
func Questions(g settings.Grant) []Question {
	switch g {
	case settings.GrantJWT:
		return []Question{{Name: "jwt", Label: "JWT", Prompt: "JWT", Secret: true,
			Missing: "Paste the JWT from the developer console.",
			read:    tokenstore.ReadJWT, wrong: "This is no JWT, or a part of one. Copy it whole from the developer console, under Credentials.",
			answer: func(c *Credentials) *string { return &c.JWT }}}
	case settings.GrantPassword:
		return []Question{
			{Name: "user", Label: "User", Note: "e-mail address or phone number", Prompt: "User, an e-mail address or phone number",
				Missing: "Type the e-mail address or phone number you sign in with.",
				answer:  func(c *Credentials) *string { return &c.User }},
			{Name: "userExtension", Label: "Ext.", Note: "empty for a direct number or an e-mail address", Prompt: "Extension, empty for none",
				read: api.ReadExtension, wrong: "Type the digits of the extension, such as 104, or nothing.",
				answer: func(c *Credentials) *string { return &c.Extension }},
			{Name: "password", Label: "Password", Prompt: "Password", Secret: true, Missing: "Type the password.",
				answer: func(c *Credentials) *string { return &c.Password }},
		}
	}
	return nil
}

// Answer puts the answer to a question of a grant into c. All but a password lose
// the blanks around them.
func (q Question) Answer(c *Credentials, text string) {
	field := q.answer(c)
	if *field = text; field != &c.Password {
		*field = strings.TrimSpace(q.Read(text))
	}
}

// Read returns what an answer means, and one of which Problem tells as it is.
func (q Question) Read(text string) string {
	if q.read == nil || strings.TrimSpace(text) == "" {
		return text
	}
	meant, err := q.read(text)
	if err != nil {
		return text
	}
	return meant
}

// Problem returns a sentence for a text that is no answer, and "" for one that is. The
// sentence does not repeat the text, which may be a secret.
func (q Question) Problem(text string) string {
	if strings.TrimSpace(text) == "" {
		return q.Missing
	}
	if q.read == nil {
		return ""
	}
	if _, err := q.read(text); err != nil {
		return q.wrong
	}
	return ""
}

// Answered reports whether c has an answer to a question of a grant.
func (q Question) Answered(c Credentials) bool { return *q.answer(&c) != "" }
