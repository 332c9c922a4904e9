package signin_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// Sign a profile in, here to a sandbox, and open it as the next start does.
func Example() {
	box, err := sandbox.New(sandbox.Options{Base: "https://sandbox.test"})
	if err != nil {
		log.Fatal(err)
	}
	server, err := rest.ParseServer("https://sandbox.test")
	if err != nil {
		log.Fatal(err)
	}
	state, err := os.MkdirTemp("", "rcfwd")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(state)
	ctx, c := context.Background(), box.Credentials()
	o := signin.Options{
		Folders:   settings.Folders{State: state},
		Profile:   settings.Profile{Name: "work", Server: server},
		Limits:    rest.NewLimits(),
		Transport: box,
	}

	login, err := signin.NewLogin(ctx, &o, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret})
	if err != nil {
		log.Fatal(api.Explain(err))
	}
	if _, err := login.JWT(ctx, c.JWT); err != nil {
		log.Fatal(api.Explain(err))
	}

	session, err := signin.Open(ctx, &o)
	if err != nil {
		log.Fatal(api.Explain(err))
	}
	client := api.New(api.Options{Server: session.Server(), Tokens: session, Limits: o.Limits, Transport: box})
	self, err := client.Self(ctx)
	if err != nil {
		log.Fatal(api.Explain(err))
	}
	status := session.Status()
	fmt.Println(status.Profile, status.Grant, status.Store, self.Name)
	// Output: work jwt file Dana Whitfield
}
