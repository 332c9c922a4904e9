package signin

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// children are what the test binary can be for another test, by name. They get
// what they need in RCFWD_TEST_ variables.
var children = map[string]func() int{
	"refresh":  refreshChild,
	"print":    printChild,
	"unlocked": unlockedChild,
}

// child starts the test binary as another process, which talks by lines.
type child struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
	say   func(string)
}

func start(t *testing.T, what string, env ...string) *child {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), append(env, "RCFWD_TEST_CHILD="+what)...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &child{t: t, cmd: cmd, lines: bufio.NewScanner(out), say: func(s string) { _, _ = fmt.Fprintln(in, s) }}
}

func (c *child) hear() string {
	c.t.Helper()
	if !c.lines.Scan() {
		c.t.Fatalf("the child is silent: %v", c.lines.Err())
	}
	return c.lines.Text()
}

func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

func childOptions() Options {
	server, err := rest.ParseServer(os.Getenv("RCFWD_TEST_SERVER"))
	if err != nil {
		panic(err)
	}
	return Options{
		Folders: settings.Folders{State: os.Getenv("RCFWD_TEST_STATE")},
		Profile: settings.Profile{Name: "work", Server: server},
	}
}

// refreshChild is a second rcfwd: for each line it is told of a token that is
// no longer taken, and says which one it has instead.
func refreshChild() int {
	ctx := context.Background()
	s, err := Open(ctx, childOptions())
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		s.Refused(lines.Text())
		token, err := s.Token(ctx)
		if err != nil {
			fmt.Println("error", err)
			continue
		}
		fmt.Println(token)
	}
	return 0
}

// printChild is a credential command: it prints what it is told to.
func printChild() int {
	fmt.Print(os.Getenv("RCFWD_TEST_OUTPUT"))
	fmt.Fprint(os.Stderr, os.Getenv("RCFWD_TEST_OUTPUT"))
	if os.Getenv("RCFWD_TEST_FAIL") != "" {
		return 3
	}
	return 0
}

// unlockedChild is a credential command that notes each of its runs.
func unlockedChild() int {
	f, err := os.OpenFile(os.Getenv("RCFWD_TEST_RUNS"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 1
	}
	_, _ = f.WriteString("x")
	_ = f.Close()
	return printChild()
}
