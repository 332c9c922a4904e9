package tokenstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"rcfwd/api/settings"
)

// printCredential is a credential command. It prints what a variable holds.
func printCredential() int {
	fmt.Print(os.Getenv("RCFWD_TEST_OUTPUT"))
	fmt.Fprint(os.Stderr, os.Getenv("RCFWD_TEST_OUTPUT"))
	if os.Getenv("RCFWD_TEST_FAIL") != "" {
		return 3
	}
	return 0
}

func TestReadCredential_takesAJWTOrAnObject(t *testing.T) {
	for _, out := range []string{"a.b.c", " a.b.c\n", "a.b.c\r\n", `{"jwt":"a.b.c"}`, "\n{\"jwt\": \"a.b.c\", \"client_id\": \"\"}\n"} {
		if c, err := readCredential([]byte(out)); err != nil || c.JWT != "a.b.c" {
			t.Errorf("%q gives %v, %v", out, c, err)
		}
	}
	for _, out := range []string{"", "\n", "a b", "one\ntwo", "\x1b[31mred", "jwt für", `{}`, `{"jwt":1}`, `{"jwt":"x","pasword":"y"}`, `{"jwt":"x"} {"jwt":"y"}`, `{"jwt":"x"`} {
		if c, err := readCredential([]byte(out)); err == nil {
			t.Errorf("%q is taken as %q", out, c.JWT)
		}
	}
}

// Whichever way a command fails, what it prints is in no error.
func TestRunCommand_explainsFailuresWithoutQuoting(t *testing.T) {
	me := os.Args[0]
	tests := []struct {
		command               []string
		process, output, fail string
		want                  string
	}{
		{nil, "", "", "", "is empty"},
		{[]string{""}, "", "", "", "is empty"},
		{[]string{"/nonexistent/hunter"}, "", "", "", "hunter could not be run"},
		{[]string{"no-such-program-here"}, "", "", "", "was not found on the PATH"},
		{[]string{me}, "print", "two words hunter2", "", "printed neither a JWT nor a JSON object"},
		{[]string{me}, "print", `{"password":"hunter2"}`, "", "printed neither a JWT nor a JSON object"},
		{[]string{me}, "print", "hunter2", "yes", "failed (exit status 3)"},
	}
	for _, tt := range tests {
		t.Setenv("RCFWD_TEST_PROCESS", tt.process)
		t.Setenv("RCFWD_TEST_OUTPUT", tt.output)
		t.Setenv("RCFWD_TEST_FAIL", tt.fail)
		_, err := RunCommand(t.Context(), tt.command)
		checkError(t, err, ErrCommand, tt.want)
		checkHidden(t, printed(err), "hunter2")
	}
}

func TestRunCommand_endsACommandThatHangs(t *testing.T) {
	t.Setenv("RCFWD_TEST_PROCESS", "hang")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { _, err := RunCommand(ctx, []string{os.Args[0]}); done <- err }()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	late, stop := context.WithTimeoutCause(t.Context(), time.Nanosecond, ErrCommand)
	defer stop()
	<-late.Done()
	checkError(t, commandError(late, "op", late.Err()), ErrCommand, "did not finish within 1m0s")
}

func TestCredential_needsAClientID(t *testing.T) {
	p := settings.Profile{Name: "work"}
	_, err := Credential{JWT: "a.b.c"}.Record(&p, nil)
	checkError(t, err, ErrCommand, "No client id", "client_id in the profile work")
	p.ClientID = "id"
	if r, err := (Credential{JWT: "a.b.c"}).Record(&p, nil); err != nil || r.ClientID != "id" || r.Server != settings.Production {
		t.Errorf("%v, %v", r, err)
	}
	if r, err := (Credential{JWT: "a.b.c", ClientID: "its own"}).Record(&p, nil); err != nil || r.ClientID != "its own" {
		t.Errorf("%v, %v", r, err)
	}
}

// A command that prints without end must not fill the memory.
func TestLimitedBuffer_keepsNoMoreThanItsLimit(t *testing.T) {
	b := &limitedBuffer{limit: 5}
	for range 3 {
		if n, err := b.Write([]byte("abc")); n != 3 || err != nil {
			t.Error(n, err)
		}
	}
	if b.String() != "abcab" || !b.exceeded {
		t.Errorf("%q, %v", b.String(), b.exceeded)
	}
}
