package api_test

import (
	"context"
	"fmt"
	"log"
	"net/url"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// demoClient is a client of the demo user, whose RingCentral is in memory.
func demoClient(callHandling string) *api.Client {
	s, err := sandbox.New(sandbox.Options{Base: "http://sandbox.test", CallHandling: callHandling})
	if err != nil {
		log.Fatal(err)
	}
	server, err := url.Parse("http://sandbox.test")
	if err != nil {
		log.Fatal(err)
	}
	who, limits := s.Credentials(), rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: who.ClientID, ClientSecret: who.ClientSecret}, who.JWT, limits, s)
	return api.New(api.Options{Server: server, Tokens: session, Limits: limits, Transport: s})
}

// List the numbers of the signed-in user's extension.
func Example() {
	client := demoClient(sandbox.LegacyCallHandling)
	s, err := client.Read(context.Background(), &api.Snapshot{}, api.Need{Numbers: true})
	if err != nil {
		log.Fatal(api.Explain(err))
	}
	for _, n := range s.Numbers {
		fmt.Println(n.Flip, n.Phone, n.Label)
	}
	// Output:
	// 1 +14134294674 RingCentral for Desktop
	// 2 +16505130930 Mobile
	// 3 +16502245476 Work
	// 4 +14155550118 Home
	// 5 +15305550142 Cabin
	// 6 +15305550167 On-call pager
}

// Change the label of a number, which on new call handling is a change of the flip list
// and of each rule that rings it.
func ExampleClient_Write() {
	ctx, client := context.Background(), demoClient(sandbox.NewCallHandling)
	s, err := client.Read(ctx, &api.Snapshot{}, api.Need{Numbers: true})
	if err != nil {
		log.Fatal(api.Explain(err))
	}
	cabin, _ := s.Number("", "+15305550142")
	label := "Hut"
	draft := s.Draft()
	if err := draft.Change(cabin.ID, api.Change{Label: &label}); err != nil {
		log.Fatal(api.Explain(err))
	}
	done, next := client.Write(ctx, &s, draft.Edits())
	for _, a := range done {
		fmt.Println(a.Document, a.State)
	}
	n, _ := next.Number(cabin.ID, "")
	fmt.Println(n.Label, "rings in", n.Rings[0].Name, "and", n.Rings[1].Name)
	// Output:
	// flips done
	// rule work-hours done
	// rule after-hours done
	// Hut rings in Work Hours and After Hours
}
