package calls_test

import (
	"context"
	"fmt"
	"net/url"

	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
	"rcfwd/api/signin"
)

// Watch the calls of an extension until the first one is known, and print it.
func Example() {
	server := &url.URL{Scheme: "https", Host: "sandbox.test"}
	box, err := sandbox.New(sandbox.Options{Base: server.String(), Calls: []sandbox.CallPlan{{}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, limits := box.Credentials(), rest.NewLimits()
	session := signin.JWT(server, signin.App{ClientID: c.ClientID, ClientSecret: c.ClientSecret}, c.JWT, limits, box)
	monitor := calls.New(calls.Options{Client: api.New(api.Options{
		Server: server, Tokens: session, Limits: limits, Transport: box,
	})})

	ctx, stop := context.WithCancel(context.Background())
	for snapshot := range monitor.Watch(ctx) {
		for _, call := range snapshot.Calls {
			fmt.Println(call.Direction, call.Peer.Name, call.Peer.Number, call.State)
		}
		if snapshot.Live() {
			break
		}
	}
	stop()
	// Output: in Riley Moss +12125550187 connected
}
