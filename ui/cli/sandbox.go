package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"rcfwd/api/sandbox"
)

// sandboxFlags describe the built-in RingCentral.
type sandboxFlags struct {
	people        int
	as            string
	tokenLifetime time.Duration
	callHandling  string
	calls         []string // live calls
	faults        string
	listen        string
}

// declare adds the flags that --demo and the sandbox share.
func (f *sandboxFlags) declare(cmd *cobra.Command) {
	cmd.Flags().IntVar(&f.people, "people", 12, "number of extensions in the made-up company (demo, sandbox)")
	cmd.Flags().StringVar(&f.as, "as", "104", "extension number of the made-up user who signs in (demo, sandbox)")
	cmd.Flags().DurationVar(&f.tokenLifetime, "token-lifetime", 0, "lifetime of an access token, such as 1m (demo, sandbox; default one hour)")
	cmd.Flags().StringVar(&f.callHandling, "call-handling", "legacy", "call handling of the account: legacy or new (demo, sandbox)")
	cmd.Flags().StringArrayVar(&f.calls, "call", nil, "a live call, such as in,after=3s,rings=5s or out,number=+12125550187,name=Riley; repeat for more (demo, sandbox)")
	cmd.Flags().StringVar(&f.faults, "faults", "", "faults to inject, such as latency=300ms,error=5%,drop=2% (demo, sandbox)")
}

// newServer makes the built-in RingCentral. base is what its URIs start with.
func (f *sandboxFlags) newServer(base string, limits sandbox.Limits, log func(string, ...any), caught func(any)) (*sandbox.Server, error) {
	if f.people < 1 {
		return nil, usageError{fmt.Errorf("--people %d: use 1 or more", f.people)}
	}
	if f.tokenLifetime < 0 {
		return nil, usageError{fmt.Errorf("--token-lifetime %s: use a positive time, such as 1m", f.tokenLifetime)}
	}
	if err := readID("as", f.as, &f.as); err != nil {
		return nil, err
	}
	faults, err := sandbox.ParseFaults(f.faults)
	if err != nil {
		return nil, usageError{err}
	}
	plans := make([]sandbox.CallPlan, len(f.calls))
	for i, spec := range f.calls {
		if plans[i], err = sandbox.ParseCall(spec); err != nil {
			return nil, usageError{err}
		}
	}
	s, err := sandbox.New(sandbox.Options{
		Base: base, People: f.people, As: f.as, CallHandling: f.callHandling, Calls: plans, Faults: faults,
		Limits: limits, TokenLifetime: f.tokenLifetime, Log: log, Caught: caught,
	})
	if err != nil {
		return nil, usageError{err}
	}
	return s, nil
}

func sandboxCommand() *cobra.Command {
	var f sandboxFlags
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve the built-in RingCentral over HTTP on the loopback",
		Long: "sandbox serves a RingCentral that lives in memory, for scripts, tests and RingCentral's own SDKs.\n" +
			"It prints the variables that sign in to it and then serves until interrupted.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.serve(cmd.Context(), cmd.OutOrStdout()) },
	}
	cmd.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8420", "loopback address and port to serve on; port 0 chooses a free one")
	f.declare(cmd)
	cmd.Flags().Bool("demo", false, "the demo, which is what this serves")
	_ = cmd.Flags().MarkHidden("demo")
	return cmd
}

// serve prints what a client needs, in the names of RingCentral's samples, and
// then serves until interrupted.
func (f *sandboxFlags) serve(ctx context.Context, out io.Writer) error {
	host, _, err := net.SplitHostPort(f.listen)
	if err != nil || host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return usageError{fmt.Errorf("--listen %s: use a loopback address and a port, such as 127.0.0.1:8420", f.listen)}
	}
	s, err := f.newServer("http://"+f.listen, sandbox.DefaultLimits(), func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, format+"\n", args...)
	}, nil)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return fmt.Errorf("cannot serve: %w; choose another port with --listen", err)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	base := "http://" + l.Addr().String() // port 0 is another one by now
	if err := s.SetBase(base); err != nil {
		return err
	}
	c := s.Credentials()
	_, err = fmt.Fprintf(out, "RC_SERVER_URL=%s\nRC_APP_CLIENT_ID=%s\nRC_APP_CLIENT_SECRET=%s\nRC_USER_JWT=%s\n"+
		"RC_USERNAME=%s\nRC_EXTENSION=%s\nRC_PASSWORD=%s\n",
		base, c.ClientID, c.ClientSecret, c.JWT, c.Username, c.Extension, c.Password)
	if err != nil {
		return err
	}
	return serveUntil(ctx, l, s)
}

func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
