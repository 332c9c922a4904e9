package sandbox_test

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"strings"

	"rcfwd/api/sandbox"
)

// Sign in as the demo user and list her forwarding numbers. The sandbox is the
// transport of the client, so it needs no port; for a client that needs one, serve
// it by httptest.NewServer.
func Example() {
	const base = "http://sandbox.test"
	s, err := sandbox.New(sandbox.Options{Base: base})
	if err != nil {
		log.Fatal(err)
	}
	client := &http.Client{Transport: s}

	who := s.Credentials()
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {who.JWT}}
	signIn, _ := http.NewRequest("POST", base+"/restapi/oauth/token", strings.NewReader(form.Encode()))
	signIn.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	signIn.SetBasicAuth(who.ClientID, who.ClientSecret)
	var token struct {
		AccessToken string `json:"access_token"`
	}
	do(client, signIn, &token)

	list, _ := http.NewRequest("GET", base+"/restapi/v1.0/account/~/extension/~/forwarding-number", nil)
	list.Header.Set("Authorization", "Bearer "+token.AccessToken)
	var numbers struct {
		Records []struct{ PhoneNumber, Label string }
	}
	do(client, list, &numbers)
	for _, n := range numbers.Records {
		fmt.Println(n.PhoneNumber, n.Label)
	}
	// Output:
	// +14134294674 RingCentral for Desktop
	// +16505130930 Mobile
	// +16502245476 Work
	// +14155550118 Home
	// +15305550142 Cabin
	// +15305550167 On-call pager
}

// do sends a request and decodes the reply.
func do(client *http.Client, req *http.Request, reply any) {
	resp, err := client.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(resp.Body).Decode(reply); err != nil {
		log.Fatal(err)
	}
}
