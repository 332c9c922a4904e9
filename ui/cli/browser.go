package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// browserSignIn is a sign-in in the browser.
type browserSignIn struct {
	*signin.Browser
	connector *connector
	options   signin.Options
	note      string           // see Note
	listener  *signin.Listener // nil when the browser cannot return to this machine
	waited    bool             // a wait has ended, and the listener has stopped with it
}

// BrowserSignIn begins a sign-in in the browser. On a desktop it opens the browser,
// which returns by itself; over SSH there is no browser on this machine.
func (a *signInAttempt) BrowserSignIn(ctx context.Context) (ui.BrowserSignIn, error) {
	return a.beginBrowser(ctx)
}

func (a *signInAttempt) beginBrowser(ctx context.Context) (*browserSignIn, error) {
	l, o, err := a.login(ctx)
	if err != nil {
		return nil, err
	}
	browser, err := l.Browser()
	if err != nil {
		return nil, err
	}
	b := &browserSignIn{Browser: browser, connector: a.connector, options: o}
	if !onDesktop(os.Getenv) {
		return b, nil
	}
	if browser.CanListen() {
		if b.listener, err = browser.Listen(ctx); err != nil {
			b.note = api.Explain(err).String()
		}
	}
	openBrowser(browser.URL())
	return b, nil
}

// Note says why the browser cannot return to this machine although it opens there; empty
// when it can, or opens elsewhere.
func (b *browserSignIn) Note() string { return b.note }

// Return returns a function that waits for the browser; nil when the browser
// cannot return to this machine.
func (b *browserSignIn) Return() func(context.Context) (ui.Connection, error) {
	if b.listener == nil {
		return nil
	}
	return func(ctx context.Context) (ui.Connection, error) {
		code, err := b.wait(ctx)
		if err != nil {
			return ui.Connection{}, err
		}
		return b.finish(ctx, code)
	}
}

// wait returns what the browser brings. After a paste that was wrong it listens
// again; where it cannot, it waits until ctx is done.
func (b *browserSignIn) wait(ctx context.Context) (signin.Code, error) {
	if b.waited {
		b.listener.Close() // frees the port, if that has not happened yet
		l, err := b.Listen(ctx)
		if err != nil {
			<-ctx.Done()
			return signin.Code{}, ctx.Err()
		}
		b.listener = l
	}
	b.waited = true
	return b.listener.Wait(ctx)
}

// Paste signs in with what the person pasted instead.
func (b *browserSignIn) Paste(ctx context.Context, pasted string) (ui.Connection, error) {
	code, err := b.Read(pasted)
	if err != nil {
		return ui.Connection{}, err
	}
	return b.finish(ctx, code)
}

func (b *browserSignIn) finish(ctx context.Context, code signin.Code) (ui.Connection, error) {
	s, err := b.Finish(ctx, code)
	return b.connector.completeSignIn(&b.options, s, err)
}

// onDesktop reports whether the person would see a browser that starts here.
func onDesktop(getenv func(string) string) bool {
	for _, remote := range []string{"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"} {
		if getenv(remote) != "" {
			return false
		}
	}
	return runtime.GOOS == "darwin" || runtime.GOOS == "windows" || getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}

// openBrowser asks the desktop to open an address, which holds no secret. When
// that fails the person can still open it: the address is on the screen.
func openBrowser(address string) {
	var cmd *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		cmd = exec.Command("open", address)
	case "windows":
		cmd = exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	default:
		cmd = exec.Command("xdg-open", address)
	}
	detach(cmd)
	if cmd.Start() == nil {
		go cmd.Wait()
	}
}

// signInByBrowser prints the address to open and waits for the browser, and for a
// paste: the browser may run on another machine even when this one has a desktop.
func (a *signInAttempt) signInByBrowser(ctx context.Context, p *prompter) (ui.Connection, error) {
	b, err := a.beginBrowser(ctx)
	if err != nil {
		return ui.Connection{}, err
	}
	p.print("\nOpen this in a browser, on any machine, and sign in there:\n\n" + b.URL() + "\n")
	if b.note != "" {
		p.print(b.note)
	}
	if b.listener != nil {
		p.print("The browser returns to rcfwd by itself. If it cannot, paste the address that it shows.")
	} else {
		p.print("The browser then goes to an address that starts with " + b.Redirect() + "\nand may show an error.")
	}
	code, err := b.code(ctx, p)
	if err != nil {
		return ui.Connection{}, err
	}
	return b.finish(ctx, code)
}

// code returns what arrives first, from the browser or as a paste. After a wrong
// paste it asks again.
func (b *browserSignIn) code(ctx context.Context, p *prompter) (code signin.Code, err error) {
	var back <-chan browserResult // nil when the browser cannot return
	if b.listener != nil {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		back = b.result(ctx)
	}
	for {
		select {
		case r := <-back:
			p.print("")
			return r.code, r.err
		case pasted, ok := <-p.secretLater("Paste that whole address, or the code in it"):
			switch {
			case !ok && b.listener != nil: // no one can paste anything
				r := <-back
				return r.code, r.err
			case !ok:
				return code, cmp.Or(err, errors.New("nothing was pasted"))
			}
			if code, err = b.Read(pasted); err == nil || isAnswer(err) {
				return code, err
			}
			p.print(api.Explain(err).String())
		}
	}
}

// browserResult is what the browser brings.
type browserResult struct {
	code signin.Code
	err  error
}

// result waits for the browser in the background.
func (b *browserSignIn) result(ctx context.Context) <-chan browserResult {
	back := make(chan browserResult, 1)
	go func() {
		code, err := b.wait(ctx)
		back <- browserResult{code, err}
	}()
	return back
}

// isAnswer reports whether an error is RingCentral's answer, which asking again
// does not change.
func isAnswer(err error) bool {
	_, is := errors.AsType[*rest.Error](err)
	return is
}
