package signin

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

func (r *rig) startProcess(what string) *process {
	r.t.Helper()
	return startProcess(r.t, what, "RCFWD_TEST_SERVER="+r.port.URL, "RCFWD_TEST_STATE="+r.options.Folders.State)
}

// TestMain lets the test binary be another process as well. RCFWD_TEST_PROCESS
// names what it does.
func TestMain(m *testing.M) {
	if what := os.Getenv("RCFWD_TEST_PROCESS"); what != "" {
		os.Exit(processes[what]())
	}
	os.Exit(m.Run())
}

// processes are what the test binary does as another process of a test, by name.
// RCFWD_TEST_ variables hold what they need.
var processes = map[string]func() int{
	"refresh": refreshOnDemand,
	"print":   printCredential,
	"count":   printAndCountRuns,
	"token":   printToken,
	"read":    readManyTimes,
}

// process is a running copy of the test binary. It reads and prints lines.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
	send  func(string)
}

func startProcess(t *testing.T, what string, env ...string) *process {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), append(env, "RCFWD_TEST_PROCESS="+what)...)
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
	return &process{t: t, cmd: cmd, lines: bufio.NewScanner(out), send: func(s string) { _, _ = fmt.Fprintln(in, s) }}
}

func (c *process) line() string {
	c.t.Helper()
	if !c.lines.Scan() {
		c.t.Fatalf("the process printed no line: %v", c.lines.Err())
	}
	return c.lines.Text()
}

func processOptions() Options {
	server, err := rest.ParseServer(os.Getenv("RCFWD_TEST_SERVER"))
	if err != nil {
		panic(err)
	}
	return Options{
		Folders: settings.Folders{State: os.Getenv("RCFWD_TEST_STATE")},
		Profile: settings.Profile{Name: "work", Server: server},
	}
}

// refreshOnDemand is a second rcfwd. Each line that it reads is a token that the
// service no longer takes, and it prints the new one.
func refreshOnDemand() int {
	ctx := context.Background()
	s, err := Open(ctx, new(processOptions()))
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

// printCredential is a credential command. It prints what a variable holds.
func printCredential() int {
	fmt.Print(os.Getenv("RCFWD_TEST_OUTPUT"))
	fmt.Fprint(os.Stderr, os.Getenv("RCFWD_TEST_OUTPUT"))
	if os.Getenv("RCFWD_TEST_FAIL") != "" {
		return 3
	}
	return 0
}

// printAndCountRuns is a credential command that counts its runs in a file.
func printAndCountRuns() int {
	f, err := os.OpenFile(os.Getenv("RCFWD_TEST_RUNS"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 1
	}
	_, _ = f.WriteString("x")
	_ = f.Close()
	return printCredential()
}

// printToken is a command that starts: it prints its token once it may begin.
func printToken() int {
	o := processOptions()
	o.Folders.Runtime, o.Getenv, o.OneRun = os.Getenv("RCFWD_TEST_RUNTIME"), os.Getenv, true
	fmt.Println("ready")
	_, _ = fmt.Scanln(new(string))
	s, err := Open(context.Background(), &o)
	if err == nil {
		var token string
		if token, err = s.Token(context.Background()); err == nil {
			fmt.Println(token)
			return 0
		}
	}
	fmt.Println("error", err)
	return 1
}

// readManyTimes is a command that sends as many requests as RCFWD_TEST_REQUESTS says, five
// at a time, once it may begin. It prints the warnings and the first error.
func readManyTimes() int {
	o := processOptions()
	o.Folders.Runtime, o.Getenv, o.OneRun, o.Limits = os.Getenv("RCFWD_TEST_RUNTIME"), os.Getenv, true, rest.NewLimits()
	o.Warn = func(err error) { fmt.Println("warning", err) }
	fmt.Println("ready")
	_, _ = fmt.Scanln(new(string))
	s, err := Open(context.Background(), &o)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	c := rest.New(rest.Options{Server: s.Server(), Tokens: s, Limits: o.Limits})
	left, _ := strconv.Atoi(os.Getenv("RCFWD_TEST_REQUESTS"))
	request := rest.Request{Op: rest.Operation{What: "read the extension", Group: rest.GroupLight}, Method: "GET", Path: rest.Path("account", rest.Mine, "extension", rest.Mine)}
	var all rest.PanicGroup
	for range 5 {
		all.Go(func() {
			for range left / 5 {
				if err := c.Do(context.Background(), &request, nil); err != nil {
					fmt.Println("error", err)
				}
			}
		})
	}
	all.Wait()
	fmt.Println("done")
	return 0
}
