package api_test

import (
	"context"
	"fmt"
	"log"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// List the numbers of the signed-in user's extension, here of a sandbox.
func Example() {
	s, err := sandbox.New(sandbox.Options{Base: "https://sandbox.test"})
	if err != nil {
		log.Fatal(err)
	}
	server, err := rest.ParseServer("https://sandbox.test")
	if err != nil {
		log.Fatal(err)
	}
	app := signin.App{ClientID: s.Credentials().ClientID, ClientSecret: s.Credentials().ClientSecret}
	limits := rest.NewLimits()
	session := signin.JWT(server, app, s.JWT("104"), limits, s)
	client := api.New(api.Options{Server: server, Tokens: session, Limits: limits, Transport: s})

	numbers, err := client.Numbers(context.Background())
	if err != nil {
		log.Fatal(api.Explain(err))
	}
	for _, n := range numbers {
		fmt.Println(n.Label, api.PrettyPhone(n.Phone, "US"), n.Flip)
	}
	// Output:
	// RingCentral for Desktop (413) 429-4674 1
	// Mobile (650) 513-0930 2
	// Work (650) 224-5476 3
	// Home (415) 555-0118 4
	// Cabin (530) 555-0142 5
	// On-call pager (530) 555-0167 6
}
