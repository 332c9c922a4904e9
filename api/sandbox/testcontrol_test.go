package sandbox

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func TestHold_stopsMatchingRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := unlimited(t)
		c := as(t, s, "104")
		for _, tt := range []struct {
			hold func(method, suffix string) func()
			id   string
			left int
		}{{s.HoldBefore, "711909004", 6}, {s.HoldAfter, "711910004", 4}} {
			release := tt.hold("DELETE", tt.id)
			answered := false
			go func() {
				c.do("DELETE", myNumbers+"/"+tt.id, "").want(t, 204, "")
				answered = true
			}()
			synctest.Wait()
			if left := len(s.Numbers(danaID)); answered || left != tt.left {
				t.Errorf("held: answered %v, %d numbers left, want %d", answered, left, tt.left)
			}
			c.do("GET", myNumbers, "").want(t, 200, "")
			release()
			release()
			synctest.Wait()
			if !answered {
				t.Error("released, yet no answer")
			}
		}
	})
}

func TestHold_endsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := unlimited(t)
		c := as(t, s, "104")
		defer s.HoldBefore("", "")()
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		_, err := s.RoundTrip(c.request("GET", myNumbers, "").WithContext(ctx))
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}

func TestChange_editsTheCompany(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	s.Change(func(co *Company) {
		d := co.Extension("104")
		d.InternationalCalling = true
		d.Remove("711909004")
		d.NumberByID("803000005004").Label = "Lodge"
		d.Numbers = append(d.Numbers, Number{ID: co.NewID(), Type: "Pager", PhoneNumber: "+14155550150", Extra: map[string]any{"beep": true}})
		d.Grant("ReadUserForwardingFlipNumbers", "AllExtensions")
	})
	a := c.do("GET", myNumbers, "")
	last := a.records()[len(a.records())-1]
	if len(a.records()) != 6 || last["beep"] != true || last["type"] != "Pager" {
		t.Errorf("got %s", a.text)
	}
	c.do("POST", myNumbers, `{"phoneNumber":"+442079460958","label":"London"}`).want(t, 200, "")
	c.do("GET", account+"/extension/801200401004/forwarding-number", "").want(t, 200, "")
}

func TestNumbers_returnsCopies(t *testing.T) {
	s := unlimited(t)
	n := s.Numbers(danaID)
	n[0].Label, n[0].Features[0] = "mine", "mine"
	if again := s.Numbers(danaID); again[0].Label == "mine" || again[0].Features[0] == "mine" {
		t.Error("a snapshot reaches into the state")
	}
	if s.Numbers("5") != nil {
		t.Error("an unknown extension has numbers")
	}
}

func TestRequests_logsEveryRequest(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	c.do("GET", myNumbers+"/1", "").want(t, 404, "CMN-102")
	s.FailNext("", "", Fault{Kind: DropBefore})
	_, _ = s.RoundTrip(c.request("GET", "/nowhere", ""))
	list := s.Requests()
	if len(list) != 3 {
		t.Fatalf("%d requests", len(list))
	}
	if r := list[1]; r.Method != "GET" || r.Path != myNumbers+"/1" || r.Group != "light" || r.Status != 404 || r.Code != "CMN-102" {
		t.Errorf("noted %+v", r)
	}
	if r := list[2]; r.Status != 0 || r.Group != "" {
		t.Errorf("noted %+v", r)
	}
}
