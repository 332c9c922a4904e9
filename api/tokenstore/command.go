package tokenstore

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rcfwd/api/settings"
)

// commandTime is how long a credential command may take. It may have to ask a
// person to unlock something.
const commandTime = 60 * time.Second

// ErrCommand is the kind of every failure of a credential command.
var ErrCommand = errors.New("the credential command failed")

// Credential is what a credential command prints: the JWT alone, or a JSON
// object with these keys and, if it likes, a version. Without a client id the profile's client_id counts,
// and the app has no secret. It hides itself when it is printed.
type Credential struct {
	JWT      string `json:"jwt"`
	ClientID string `json:"client_id"`
	Secret   string `json:"client_secret"`
}

// String hides the secrets.
func (Credential) String() string { return "(credential)" }

// GoString hides the secrets.
func (Credential) GoString() string { return "(credential)" }

// RunCommand runs a credential command, without a shell, without a terminal, with empty
// input, for up to 60 seconds. Errors are ctx's or of the kind ErrCommand. What the command
// prints, also to standard error, may hold the secret and is in no error.
func RunCommand(ctx context.Context, command []string) (Credential, error) {
	if len(command) == 0 || command[0] == "" {
		return Credential{}, settings.UserErrorf(ErrCommand, "credential_command is empty. Name a program, such as [\"op\", \"read\", \"op://vault/ringcentral/jwt\"].")
	}
	ctx, cancel := context.WithTimeoutCause(ctx, commandTime, ErrCommand)
	defer cancel()
	out := &limitedBuffer{limit: maxRecord}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdout = out
	cmd.Env = slices.DeleteFunc(os.Environ(), namesTerminal)
	detach(cmd)
	cmd.WaitDelay = time.Second // for its children that keep the output open
	if err := cmd.Run(); err != nil {
		return Credential{}, commandError(ctx, command[0], err)
	}
	c, err := readCredential(out.Bytes())
	if err != nil || out.exceeded {
		return Credential{}, settings.UserErrorf(ErrCommand, "The credential command %s ran, but printed neither a JWT nor a JSON object with jwt, client_id and client_secret.", filepath.Base(command[0]))
	}
	return c, nil
}

// namesTerminal reports whether a variable tells gpg-agent on which
// terminal to ask for a password.
func namesTerminal(variable string) bool { return strings.HasPrefix(variable, "GPG_TTY=") }

func commandError(ctx context.Context, program string, err error) error {
	what := "could not be run"
	exit, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case errors.Is(context.Cause(ctx), ErrCommand):
		what = fmt.Sprintf("did not finish within %v", commandTime)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		what = "was not found on the PATH"
	case exited:
		what = "failed (" + exit.String() + ")"
	}
	return settings.UserErrorf(ErrCommand, "The credential command %s %s. Run it by hand to see why.", filepath.Base(program), what)
}

// commandVersion is the version of a printed JSON object that this rcfwd knows. An
// object without "version" has it.
const commandVersion = 1

// readCredential reads what a command printed. An unknown key is refused, since it may
// be a misspelt one, except in an object of a later version.
func readCredential(out []byte) (Credential, error) {
	text := trimUnseen(string(out))
	if !strings.HasPrefix(text, "{") {
		if len(strings.Fields(text)) != 1 { // it printed more than the JWT
			return Credential{}, errDamaged
		}
		jwt, err := ReadJWT(text)
		return Credential{JWT: jwt}, err
	}
	var c struct {
		Credential
		Version int `json:"version"`
	}
	_ = json.Unmarshal([]byte(text), &c) // of the version; the errors are found below
	d := json.NewDecoder(strings.NewReader(text))
	if c.Version <= commandVersion {
		d.DisallowUnknownFields()
	}
	if d.Decode(&c) != nil || d.More() {
		return Credential{}, errDamaged
	}
	jwt, err := ReadJWT(c.JWT)
	return Credential{JWT: jwt, ClientID: ReadSecret(c.ClientID), Secret: ReadSecret(c.Secret)}, err
}

// Record returns the record of a session of the profile that has this credential
// and the token t, which may be nil. Record.Storable takes the credential out
// again.
func (c Credential) Record(p *settings.Profile, t *TokenSet) (*Record, error) {
	id := cmp.Or(c.ClientID, p.ClientID)
	if id == "" {
		return nil, settings.UserErrorf(ErrCommand, "No client id: set client_id in the profile %s, or have the credential command print one.", p.Name)
	}
	return &Record{
		Server: p.ServerURL().String(), ClientID: id, Secret: c.Secret,
		Source: FromCommand, Grant: settings.GrantJWT, JWT: c.JWT, Token: t,
	}, nil
}

// limitedBuffer keeps the first limit bytes that are written to it.
type limitedBuffer struct {
	bytes.Buffer
	limit    int
	exceeded bool
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if left := b.limit - b.Len(); len(p) > left {
		b.exceeded = true
		_, _ = b.Buffer.Write(p[:max(left, 0)])
		return len(p), nil
	}
	return b.Buffer.Write(p)
}
