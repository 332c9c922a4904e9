package main

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
	listener  *signin.Listener // nil when the browser cannot come back here
	waited    bool             // on it, which then has stopped listening
}

// BrowserSignIn begins a sign-in in the browser. On a desktop the browser is opened and
// comes back by itself; over SSH there is none here.
func (y *signInAttempt) BrowserSignIn(ctx context.Context) (ui.BrowserSignIn, error) {
	return y.visit(ctx)
}

func (y *signInAttempt) visit(ctx context.Context) (*browserSignIn, error) {
	l, o, err := y.login(ctx)
	if err != nil {
		return nil, err
	}
	b, err := l.Browser()
	if err != nil {
		return nil, err
	}
	v := &browserSignIn{Browser: b, connector: y.connector, options: o}
	if onDesktop(os.Getenv) && b.CanListen() {
		if v.listener, err = b.Listen(ctx); err == nil {
			openBrowser(b.URL())
		}
	}
	return v, nil
}

// Return waits for the browser, where it can come back.
func (v *browserSignIn) Return() func(context.Context) (ui.Connection, error) {
	if v.listener == nil {
		return nil
	}
	return func(ctx context.Context) (ui.Connection, error) {
		code, err := v.wait(ctx)
		if err != nil {
			return ui.Connection{}, err
		}
		return v.finish(ctx, code)
	}
}

// wait gives what the browser brings back. After a paste that was none it listens
// again; where it cannot, the browser never comes back.
func (v *browserSignIn) wait(ctx context.Context) (signin.Code, error) {
	if v.waited {
		v.listener.Close() // gives the port free, if that has not happened yet
		l, err := v.Listen(ctx)
		if err != nil {
			<-ctx.Done()
			return signin.Code{}, ctx.Err()
		}
		v.listener = l
	}
	v.waited = true
	return v.listener.Wait(ctx)
}

// Paste takes what the person pasted instead.
func (v *browserSignIn) Paste(ctx context.Context, pasted string) (ui.Connection, error) {
	code, err := v.Read(pasted)
	if err != nil {
		return ui.Connection{}, err
	}
	return v.finish(ctx, code)
}

func (v *browserSignIn) finish(ctx context.Context, code signin.Code) (ui.Connection, error) {
	s, err := v.Finish(ctx, code)
	return v.connector.completeSignIn(v.options, s, err)
}

// onDesktop says whether a browser started here would be seen by the person.
func onDesktop(getenv func(string) string) bool {
	for _, over := range []string{"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"} {
		if getenv(over) != "" {
			return false
		}
	}
	return runtime.GOOS == "darwin" || runtime.GOOS == "windows" || getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}

// openBrowser asks the desktop to open an address, which holds no secret. When
// it cannot, the address is on the screen.
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
	if cmd.Start() == nil {
		go cmd.Wait()
	}
}

// visitBrowser shows the address to open and waits for the browser, or for what
// the person pastes: it may have run on another machine all the same.
func visitBrowser(ctx context.Context, y *signInAttempt, ask *asker) (ui.Connection, error) {
	v, err := y.visit(ctx)
	if err != nil {
		return ui.Connection{}, err
	}
	ask.say("\nOpen this in a browser, on any machine, and sign in there:\n\n" + v.URL() + "\n")
	if v.listener != nil {
		ask.say("The browser comes back here by itself. Where it cannot, paste what it ends at.")
	} else {
		ask.say("The browser then ends at an address that starts with " + v.Redirect() + "\nand perhaps cannot show it.")
	}
	code, err := v.code(ctx, ask)
	if err != nil {
		return ui.Connection{}, err
	}
	return v.finish(ctx, code)
}

// code is what comes first of the browser and the person. What is pasted wrongly
// is said and asked for again.
func (v *browserSignIn) code(ctx context.Context, ask *asker) (code signin.Code, err error) {
	var back <-chan func() (signin.Code, error) // never, when the browser cannot come back
	if v.listener != nil {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		back = v.arrival(ctx)
	}
	defer ask.restore()()
	for {
		select {
		case arrived := <-back:
			ask.say("")
			return arrived()
		case pasted, ok := <-ask.secretLater("Paste that whole address, or the code in it"):
			switch {
			case !ok && v.listener != nil:
				return (<-back)() // nobody is there to paste anything
			case !ok:
				return code, cmp.Or(err, errors.New("nothing was pasted"))
			}
			if code, err = v.Read(pasted); err == nil || isAnswer(err) {
				return code, err
			}
			ask.say(api.Explain(err).String())
		}
	}
}

// arrival is what the browser brings back, once it does.
func (v *browserSignIn) arrival(ctx context.Context) <-chan func() (signin.Code, error) {
	back := make(chan func() (signin.Code, error), 1)
	go func() {
		code, err := v.wait(ctx)
		back <- func() (signin.Code, error) { return code, err }
	}()
	return back
}

// isAnswer says whether an error is RingCentral's word, which asking again does
// not change.
func isAnswer(err error) bool {
	_, is := errors.AsType[*rest.Error](err)
	return is
}
