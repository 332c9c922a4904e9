package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"rcfwd/api/settings"
	"strings"
	"time"
)

// commandTime is how long a credential command may take. It may have to ask a
// person to unlock something.
const commandTime = 60 * time.Second

// credential is what a credential command prints: the JWT alone, or a JSON
// object with these keys. Where it names no app, the profile's client_id counts
// and the app has no secret.
type credential struct {
	JWT      string `json:"jwt"`
	ClientID string `json:"client_id"`
	Secret   string `json:"client_secret"`
}

// String hides the secrets.
func (credential) String() string { return "(credential)" }

// GoString hides the secrets.
func (credential) GoString() string { return "(credential)" }

// errCommand is the kind of every failure of a credential command.
var errCommand = errors.New("the credential command failed")

// runCommand runs a credential command, without a shell and with nothing to
// read. Neither its output nor what it says of errors gets into an error of
// ours: either may hold the secret.
func runCommand(ctx context.Context, command []string) (credential, error) {
	if len(command) == 0 || command[0] == "" {
		return credential{}, settings.UserErrorf(errCommand, "credential_command is empty. Name a program, such as [\"op\", \"read\", \"op://vault/ringcentral/jwt\"].")
	}
	ctx, cancel := context.WithTimeoutCause(ctx, commandTime, errCommand)
	defer cancel()
	out := &capped{most: maxRecord}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdout = out
	cmd.WaitDelay = time.Second // for what it has started and that holds on to its output
	err := cmd.Run()
	if err != nil {
		return credential{}, commandTrouble(ctx, command[0], err)
	}
	c, err := readCredential(out.Bytes())
	if err != nil || out.over {
		return credential{}, settings.UserErrorf(errCommand, "The credential command %s ran, but printed neither a JWT nor a JSON object with jwt, client_id and client_secret.", program(command[0]))
	}
	return c, nil
}

func program(path string) string { return filepath.Base(path) }

func commandTrouble(ctx context.Context, name string, err error) error {
	why := "could not be run"
	exit, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case errors.Is(context.Cause(ctx), errCommand):
		why = fmt.Sprintf("did not finish within %v", commandTime)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		why = "was not found on the PATH"
	case exited:
		why = "failed (" + exit.String() + ")"
	}
	return settings.UserErrorf(errCommand, "The credential command %s %s. Run it by hand to see what it says.", program(name), why)
}

// readCredential reads what a command printed.
func readCredential(out []byte) (credential, error) {
	text := strings.TrimSpace(string(out))
	if !strings.HasPrefix(text, "{") {
		if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return credential{}, errDamaged
		}
		return credential{JWT: text}, nil
	}
	var c credential
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if d.Decode(&c) != nil || d.More() || c.JWT == "" {
		return credential{}, errDamaged
	}
	return c, nil
}

// fill is the record of a session from a command. What the command printed is
// in it only while the program runs; see Session.save.
func (c credential) fill(p settings.Profile, t *tokenSet) (*record, error) {
	id := c.ClientID
	if id == "" {
		id = p.ClientID
	}
	if id == "" {
		return nil, settings.UserErrorf(errCommand, "No client id: set client_id in the profile %s, or have the credential command print one.", p.Name)
	}
	return &record{
		Server: p.ServerURL().String(), ClientID: id, Secret: c.Secret,
		Source: FromCommand, Grant: settings.GrantJWT, JWT: c.JWT, Token: t,
	}, nil
}

// capped keeps no more than it may.
type capped struct {
	bytes.Buffer
	most int
	over bool
}

func (c *capped) Write(p []byte) (int, error) {
	if room := c.most - c.Len(); len(p) > room {
		c.over = true
		_, _ = c.Buffer.Write(p[:max(room, 0)])
		return len(p), nil
	}
	return c.Buffer.Write(p)
}
