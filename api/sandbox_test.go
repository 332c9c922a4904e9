package api_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
	"rcfwd/api/sandbox"
)

func TestNumber_isCreatedChangedAndRemovedOnV1(t *testing.T) {
	s := sandboxV1(t)
	c := clientOf(t, s, s, "104", "")
	made, err := c.CreateNumber(t.Context(), api.NewNumber{Phone: "+14155550150", Label: "Boat", Flip: 7})
	if err != nil || made.Type != api.Other || made.Flip != "7" || made.ID == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	label, phone, flip := "Lake boat", "+14155550151", "8"
	changed, err := c.UpdateNumber(t.Context(), made, api.Change{Label: &label, Phone: &phone, Flip: &flip})
	if err != nil || changed.Label != label || changed.Phone != phone || changed.Flip != flip || changed.ID != made.ID {
		t.Fatalf("%+v, %v", changed, err)
	}
	if read := labelled(t, numbersOf(t, c), label); read.JSON() != changed.JSON() {
		t.Errorf("%+v is listed as %+v", changed, read)
	}
	for range 2 { // the second time it is gone already
		if err := removeNumber(t, c, made.ID); err != nil {
			t.Error(err)
		}
	}
	if slices.ContainsFunc(numbersOf(t, c), func(n api.Number) bool { return n.ID == made.ID }) {
		t.Error("the number is still there")
	}
}

func TestRemoveNumbers_returnsAnOutcomeForEach(t *testing.T) {
	s := sandboxV1(t)
	c := clientOf(t, s, s, "104", "")
	all := numbersOf(t, c)
	line, cabin := labelled(t, all, "RingCentral for Desktop"), labelled(t, all, "Cabin")
	got := c.RemoveNumbers(t.Context(), []string{cabin.ID, line.ID})
	if got[0].Err != nil || !rest.Is(got[1].Err, "FPN-107") || len(numbersOf(t, c)) != len(all)-1 {
		t.Errorf("%+v", got)
	}
	work, home := labelled(t, all, "Work"), labelled(t, all, "Home")
	for _, r := range c.RemoveNumbers(t.Context(), []string{work.ID, home.ID}) {
		if r.Err != nil {
			t.Errorf("%+v", r)
		}
	}
}

func TestSwapFlip_exchangesDigits(t *testing.T) {
	s := sandboxV1(t)
	c := clientOf(t, s, s, "104", "")
	swap := func(a, b string) {
		t.Helper()
		all := numbersOf(t, c)
		before, other := labelled(t, all, a), labelled(t, all, b)
		if err := c.SwapFlip(t.Context(), before, other, all); err != nil {
			t.Fatal(err)
		}
		all = numbersOf(t, c)
		if labelled(t, all, a).Flip != other.Flip || labelled(t, all, b).Flip != before.Flip {
			t.Errorf("%s has %s, %s has %s", a, labelled(t, all, a).Flip, b, labelled(t, all, b).Flip)
		}
	}
	swap("Work", "Home")
	for _, label := range []string{"Boat", "Van"} {
		if _, err := c.CreateNumber(t.Context(), api.NewNumber{Phone: "+14155550150", Label: label}); err != nil {
			t.Fatal(err)
		}
	}
	if free := api.FreeDigits(numbersOf(t, c)); len(free) != 0 {
		t.Fatalf("digits %v are free", free)
	}
	swap("Work", "Cabin")
}

func TestClient_readsAccountAndExtension(t *testing.T) {
	s := sandboxV1(t)
	c := clientOf(t, s, s, "101", danaID)
	self, err := c.Self(t.Context())
	if err != nil || self.Number != "101" || !self.Admin {
		t.Errorf("%+v, %v", self, err)
	}
	open, err := c.Extension(t.Context())
	if err != nil || open.ID != danaID || open.Number != "104" || open.Name != "Dana Whitfield" || open.International || open.AccountID == "" {
		t.Errorf("%+v, %v", open, err)
	}
	account, err := c.Account(t.Context())
	if err != nil || account.ID != open.AccountID || account.Country != "US" || account.MainNumber == "" {
		t.Errorf("%+v, %v", account, err)
	}
	if found, err := c.FindExtension(t.Context(), "104"); err != nil || found.ID != danaID {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := c.FindExtension(t.Context(), "999"); !errors.Is(err, api.ErrNoExtension) {
		t.Error(err)
	}
	devices, err := c.Devices(t.Context())
	if err != nil || len(devices) != 5 || devices[0].Status != "Online" || len(devices[1].Lines) != 1 || devices[1].Owner.ID != danaID {
		t.Errorf("%+v, %v", devices, err)
	}
	own, err := c.OwnNumbers(t.Context())
	if err != nil || !slices.ContainsFunc(own, func(n api.OwnNumber) bool { return n.Phone == account.MainNumber }) {
		t.Errorf("%+v, %v", own, err)
	}
	rights, err := c.Permissions(t.Context())
	if err != nil || !rights.Allows(api.PermissionEditNumbers, true) {
		t.Errorf("%+v, %v", rights, err)
	}
	features, err := c.Features(t.Context(), api.FeatureEditCallFlip, api.FeatureCallFlip)
	if err != nil || len(features) != 2 {
		t.Errorf("%+v, %v", features, err)
	}
}

func TestNumbers_ofAnotherUserNeedAWiderScope(t *testing.T) {
	s := sandboxV1(t)
	c := clientOf(t, s, s, "104", "801200405004")
	_, err := c.Numbers(t.Context())
	if !rest.Is(err, "CMN-419", "CMN-408", "CMN-102") {
		t.Error(err)
	}
}

// Refusals that only the service can know of name their fields.
func TestExplain_namesTheFieldOfARefusal(t *testing.T) {
	other := func(phone, label string) api.NewNumber { return api.NewNumber{Phone: phone, Label: label} }
	line := func(device string) api.NewNumber { return api.NewNumber{Type: api.PhoneLine, DeviceID: device} }
	tests := []struct {
		code  string
		n     api.NewNumber
		field api.Field
	}{
		{"FPN-105", other("+16505550100", "Us"), api.FieldPhone},
		{"FPN-108", other("+442079460958", "London"), api.FieldPhone},
		{"FPN-113", line("1"), api.FieldDevice},
		{"FPN-115", line("802300402004"), api.FieldDevice},
		{"FPN-118", line("801553370004"), api.FieldDevice},
		{"FPN-119", api.NewNumber{Type: api.Work, Phone: "+14155550150"}, api.FieldType},
		{"FPN-120", api.NewNumber{Type: api.PhoneLine, Phone: "+14155550150"}, api.FieldPhone},
		{"FPN-121", line("802300403004"), api.FieldDevice},
	}
	s := sandboxV1(t)
	c := clientOf(t, s, s, "104", "")
	for _, tt := range tests {
		_, err := c.CreateNumber(t.Context(), tt.n)
		if a := api.Explain(err); !rest.Is(err, tt.code) || a.Field != tt.field || errors.Is(err, rest.ErrLost) {
			t.Errorf("%s: %v, explained as %q on %q", tt.code, err, a, a.Field)
		}
	}
	taken, label := "1", "On-call pager"
	cabin := labelled(t, numbersOf(t, c), "Cabin")
	if _, err := c.UpdateNumber(t.Context(), cabin, api.Change{Flip: &taken}); !rest.Is(err, "FPN-106") {
		t.Error(err)
	}
	if _, err := c.UpdateNumber(t.Context(), cabin, api.Change{Label: &label}); !rest.Is(err, "FPN-102") {
		t.Error(err)
	}
}

var codes = regexp.MustCompile(`"((?:AGW|AWR|BIL|CMN|FPN|OAU)-\d+)"`)

// Every code that the sandbox can answer with has a sentence of its own.
func TestSentences_coverEveryCodeOfTheSandbox(t *testing.T) {
	files, err := filepath.Glob("sandbox/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range codes.FindAllStringSubmatch(string(source), -1) {
			body := []byte(`{"errorCode":"` + m[1] + `","message":"something"}`)
			a := api.Explain(rest.ReadError(rest.Operation{What: "try"}, 400, nil, body))
			if strings.Contains(a.What, "something") {
				t.Errorf("%s in %s has no sentence", m[1], file)
			}
		}
	}
}

func TestCreateNumber_knowsWhichFailuresAreLost(t *testing.T) {
	tests := []struct {
		name  string
		fault sandbox.Fault
		lost  bool
		made  int
	}{
		{"dropped before", sandbox.Fault{Kind: sandbox.DropBefore}, true, 0},
		{"dropped after", sandbox.Fault{Kind: sandbox.DropAfter}, true, 1},
		{"cut short", sandbox.Fault{Kind: sandbox.Truncate}, true, 1},
		{"web page", sandbox.Fault{Kind: sandbox.Garbage}, true, 1},
		{"500", sandbox.Fault{}, true, 0},
		{"503 with a time", sandbox.Fault{Status: 503, Code: "CMN-201", RetryAfter: 7 * time.Second}, false, 1},
		{"penalty", sandbox.Fault{Kind: sandbox.Throttle}, false, 1},
		{"expired token", sandbox.Fault{Kind: sandbox.Expire}, false, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSandbox(t, sandbox.Options{})
				c := clientOf(t, s, s, "104", "")
				before := len(s.Numbers(danaID))
				s.FailNext(http.MethodPost, "/forwarding-number", tt.fault)
				_, err := c.CreateNumber(t.Context(), api.NewNumber{Phone: "+14155550150", Label: "Boat"})
				if errors.Is(err, rest.ErrLost) != tt.lost || (err == nil) == tt.lost || len(s.Numbers(danaID))-before != tt.made {
					t.Errorf("%v, %d numbers more", err, len(s.Numbers(danaID))-before)
				}
				wantNoPenalty(t, s)
			})
		})
	}
}

// wantNoPenalty fails for requests that were sent in a penalty. Requests that left at the
// moment of the 429 could not know of it.
func wantNoPenalty(t *testing.T, s *sandbox.Server) {
	t.Helper()
	told := map[time.Time]bool{}
	for _, r := range s.Requests() {
		told[r.At] = told[r.At] || r.Status == http.StatusTooManyRequests && !r.Penalized
	}
	for _, r := range s.Requests() {
		if r.Penalized && !told[r.At] {
			t.Errorf("%s %s was sent in a penalty", r.Method, r.Path)
		}
	}
}

// Many concurrent reads of a service with all kinds of faults succeed, and none is sent in
// a penalty.
func TestNumbers_surviveFaults(t *testing.T) {
	t.Parallel()
	for _, faults := range []string{
		"latency=800ms,error=20%,drop=10%",
		"latency=100ms,truncate=10%,garbage=10%,expire=5%",
		"error=5%,throttle=5%,labels=on,seed=3",
	} {
		t.Run(faults, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, err := sandbox.ParseFaults(faults)
				if err != nil {
					t.Fatal(err)
				}
				s := newSandbox(t, sandbox.Options{Faults: f})
				c := clientOf(t, s, s, "104", "")
				failed := readByMany(t, c)
				if failed > 12 {
					t.Errorf("%d of 120 reads failed", failed)
				}
				wantNoPenalty(t, s)
			})
		})
	}
}

func readByMany(t *testing.T, c *api.Client) (failed int) {
	var all sync.WaitGroup
	var mu sync.Mutex
	for range 6 {
		all.Go(func() {
			for range 20 {
				if _, err := c.Numbers(t.Context()); err != nil {
					mu.Lock()
					failed++
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	return failed
}
