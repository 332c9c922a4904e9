package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// ofPerson are the reads of one person, with their ID at the percent sign.
var ofPerson = []string{
	"", "/forwarding-number", "/answering-rule?view=Detailed", "/forward-all-calls", "/phone-number", "/device",
	"/business-hours", "/presence", "/features",
}

var ofPersonV2 = []string{
	"/call-flip-numbers", "/comm-handling/voice/state-rules", "/comm-handling/voice/interaction-rules",
	"/comm-handling/states", "/comm-handling/voice/forwarding-targets",
}

// readsOf returns the paths that read everything about a person.
func readsOf(id string) []string {
	var list []string
	for _, rest := range ofPerson {
		list = append(list, account+"/extension/"+id+rest)
	}
	for _, rest := range ofPersonV2 {
		list = append(list, "/restapi/v2/accounts/~/extensions/"+id+rest)
	}
	return list
}

// bigCompany returns a company that has each habit, and a client of its
// administrator.
func bigCompany(t testing.TB, handling string) (*Server, *client) {
	s := newServer(t, Options{People: 12 + 2*blockSize, CallHandling: handling, Limits: Limits{Off: true}})
	s.Change(func(c *Company) { c.PlaysForwardAll = true })
	return s, as(t, s, "101")
}

// withHabit returns the IDs of the people with a habit, in order.
func withHabit(s *Server, h habit) []string {
	var ids []string
	for e := range s.company.All() {
		if s.company.Habit(e.Number) == string(h) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// everyone returns the IDs of the people beyond the dozen.
func everyone(s *Server) []string {
	var ids []string
	for e := range s.company.All() {
		if s.company.Habit(e.Number) != "" {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func TestCrowd_isTheSameInAnyOrder(t *testing.T) {
	for _, handling := range []string{LegacyCallHandling, NewCallHandling} {
		read := func(order func([]string)) map[string]string {
			s, c := bigCompany(t, handling)
			ids, got := everyone(s), map[string]string{}
			order(ids)
			for _, id := range ids {
				for _, path := range readsOf(id) {
					got[path] = c.do(http.MethodGet, path, "").text
				}
			}
			return got
		}
		forwards, backwards := read(func([]string) {}), read(slices.Reverse[[]string])
		for path, text := range forwards {
			if backwards[path] != text {
				t.Errorf("%s: %s differs: %s and %s", handling, path, text, backwards[path])
			}
		}
	}
}

// What was read before the account moved must not be what is answered after it.
func TestCrowd_movesLikeEveryoneElse(t *testing.T) {
	early, c := bigCompany(t, LegacyCallHandling)
	_, late := bigCompany(t, NewCallHandling)
	ids := everyone(early)
	for _, id := range ids {
		c.do(http.MethodGet, account+"/extension/"+id+"/answering-rule", "")
	}
	kept := early.company.Extension("230").ID
	early.Change((*Company).MoveToNewCallHandling)
	for _, id := range append(ids[:70:70], kept) {
		for _, path := range readsOf(id) {
			if got, want := c.do(http.MethodGet, path, "").text, late.do(http.MethodGet, path, "").text; got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
	}
}

func TestCrowd_keepsThoseWhoWereChanged(t *testing.T) {
	s, c := bigCompany(t, LegacyCallHandling)
	ids := everyone(s)
	numbers := account + "/extension/" + ids[20] + "/forwarding-number"
	c.do(http.MethodPost, numbers, `{"phoneNumber":"+14155550150","label":"Boat"}`).want(t, 200, "")
	s.Change(func(c *Company) { c.Extension("260").Status = "Frozen" })
	for range 2 {
		for _, id := range ids {
			c.do(http.MethodGet, account+"/extension/"+id+"/forwarding-number", "")
		}
	}
	if text := c.do(http.MethodGet, numbers, "").text; !strings.Contains(text, "Boat") {
		t.Errorf("the number is gone: %s", text)
	}
	if got := c.do(http.MethodGet, account+"/extension?status=Frozen", "").column("extensionNumber"); got != "260" {
		t.Errorf("frozen are %q", got)
	}
	if kept := len(s.company.crowd.kept); kept != 2 {
		t.Errorf("%d people are kept, want the two who were changed", kept)
	}
}

func TestCrowd_forgetsThoseWhoWereRead(t *testing.T) {
	s, c := bigCompany(t, NewCallHandling)
	for _, id := range everyone(s) {
		for _, path := range readsOf(id) {
			c.do(http.MethodGet, path, "")
		}
	}
	if cr := s.company.crowd; len(cr.kept) > 0 || len(cr.recent) > recentPeople {
		t.Errorf("%d people are kept and %d remembered", len(cr.kept), len(cr.recent))
	}
}

func TestCompany_removesPeople(t *testing.T) {
	s, c := bigCompany(t, LegacyCallHandling)
	gone, desk := s.company.Extension("229"), s.company.crowd.device(28)
	s.Change(func(c *Company) { c.Remove("229"); c.Remove("105") })
	for _, id := range []string{gone.ID, extensionID(105)} {
		c.do(http.MethodGet, account+"/extension/"+id, "").want(t, 404, "CMN-102")
	}
	if s.company.Extension("229") != nil || s.company.owns(directNumber("229")) || s.company.Device(desk.ID) != nil {
		t.Error("something of the person is left")
	}
	list := c.do(http.MethodGet, account+"/extension?perPage=1000", "").column("extensionNumber")
	if strings.Contains(list, "229") || strings.Contains(list, "105") || !strings.Contains(list, "228 230") {
		t.Errorf("the list is %s", list)
	}
}

func TestCrowd_signsInByEveryGrant(t *testing.T) {
	s, _ := bigCompany(t, LegacyCallHandling)
	e := s.company.Extension("240")
	as(t, s, "240").do(http.MethodGet, myExtension, "").want(t, 200, "")
	for _, name := range []string{e.Email, strings.ToUpper(e.Email), directNumber("240")} {
		c := &client{t: t, s: s}
		c.grant(url.Values{"grant_type": {passwordGrant}, "username": {name}, "password": {s.keys.password(e.ID)}}).want(t, 200, "")
	}
}

// said is everything that the reads of a person answer.
func said(c *client, id string) string {
	var b strings.Builder
	for _, path := range readsOf(id) {
		b.WriteString(c.do(http.MethodGet, path, "").text)
	}
	return b.String()
}

func TestHabits_showInTheAnswers(t *testing.T) {
	for _, handling := range []string{LegacyCallHandling, NewCallHandling} {
		s, c := bigCompany(t, handling)
		first := func(h habit) *Extension { return s.company.byID(withHabit(s, h)[0]) }
		colleague, desk := firstOfCrowd+at(0, coworkerSlot), s.company.crowd.device(at(0, coworkerSlot))
		gone, one, two := first(leaver), first(loopFirst), first(loopSecond)
		for h, wants := range map[habit][]string{
			leaver: {`"status":"Disabled"`, gone.Numbers[0].PhoneNumber}, disabledForwarding: {`"status":"Disabled"`, first(disabledForwarding).mobile()},
			loopFirst: {directNumber(two.Number)}, loopSecond: {directNumber(one.Number), `"extension":{"id":"` + one.ID},
			ringsLeaver: {directNumber(gone.Number)}, ringsLeaverMobile: {gone.Numbers[0].PhoneNumber},
			ringsHub: {hubs[0]}, afterHoursHub: {hubs[0]}, afterHoursMobile: {first(afterHoursMobile).mobile()},
			afterHoursRing: {first(afterHoursRing).mobile()}, forwardsAll: {first(forwardsAll).mobile()},
			forwardsAllInside: {`"id":"` + extensionID(colleague)}, noDisturb: {"DoNotAcceptAnyCalls"},
			customCaller: {"Landlord", "+14155550160"}, customHours: {"Lunch"}, ringsDesk: {desk.ID},
			ringsCoworker: {extensionID(colleague)}, missedOutside: {first(missedOutside).mobile()},
			transfersAll: {extensionID(colleague)}, forwardsAtOnce: {first(forwardsAtOnce).mobile()},
			roomOrLimited: {`"type":"Limited"`, "CMN-403"}, lineless: {`"type":"FaxUser"`}, inactive: {`"status":"NotActivated"`},
			disabled: {`"status":"Disabled"`}, full: {"Branch 9"}, siteAdmin: {`"admin":{"enabled":true}`}, helpDesk: {`"status":"Enabled"`},
		} {
			text := said(c, first(h).ID)
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%s, %s: no %s in %s", handling, h, want, text)
				}
			}
		}
	}
}

// The first hundred people have every risky number once, and a hub that more than
// ten of them ring.
func TestHabits_areAllInACompanyOfAHundred(t *testing.T) {
	s, _ := bigCompany(t, LegacyCallHandling)
	rings := map[string]int{}
	for e := range s.company.All() {
		for _, n := range e.Numbers {
			rings[n.PhoneNumber]++
		}
	}
	for _, n := range riskyNumbers {
		if rings[n.phone] != 1 {
			t.Errorf("%s is rung by %d people", n.phone, rings[n.phone])
		}
	}
	if rings[hubs[0]] <= 10 {
		t.Errorf("%d people ring the hub", rings[hubs[0]])
	}
	seen := map[string]bool{}
	for e := range s.company.All() {
		seen[s.company.Habit(e.Number)] = true
	}
	for _, h := range habits {
		if h != "" && !seen[string(h)] {
			t.Errorf("no one is %s", h)
		}
	}
}

// The extensions that docs/sandbox.md names.
func TestHabits_areThoseOfTheDocumentation(t *testing.T) {
	s, _ := bigCompany(t, LegacyCallHandling)
	for number, want := range map[string]habit{
		"219": leaver, "214": ringsLeaver, "225": ringsLeaver, "203": ringsLeaverMobile, "206": disabled, "208": disabledForwarding,
		"236": loopSecond, "247": loopFirst, "209": ringsHub, "248": ringsHub, "204": risky, "243": risky, "210": afterHoursRing,
		"221": afterHoursMobile, "249": afterHoursHub, "238": forwardsAll, "245": forwardsAllInside, "227": noDisturb,
		"205": customHours, "216": customCaller, "211": transfersAll, "222": missedOutside, "250": forwardsAtOnce, "233": ringsDesk,
		"244": ringsCoworker, "217": inactive, "228": lineless, "239": roomOrLimited, "234": full, "201": siteAdmin, "202": helpDesk, "112": "",
	} {
		if got := s.company.Habit(number); got != string(want) {
			t.Errorf("%s is %q, want %q", number, got, want)
		}
	}
}

func TestPeople_readOthersAsFarAsTheirScopeGoes(t *testing.T) {
	for handling, rules := range map[string]string{
		LegacyCallHandling: account + "/extension/%/answering-rule", NewCallHandling: "/restapi/v2/accounts/~/extensions/%/comm-handling/voice/state-rules",
	} {
		s, _ := bigCompany(t, handling)
		numbers := account + "/extension/%/forwarding-number"
		for _, tt := range []struct{ who, path, code string }{
			{"101", numbers, ""}, {"101", rules, ""}, {"201", numbers, "CMN-419"}, {"201", rules, "CMN-419"},
			{"202", numbers, ""}, {"202", rules, "CMN-419"}, {"104", numbers, "CMN-419"},
		} {
			status := 200
			if tt.code != "" {
				status = 403
			}
			as(t, s, tt.who).do(http.MethodGet, strings.Replace(tt.path, "%", extensionID(230), 1), "").want(t, status, tt.code)
		}
	}
}

func TestContract_coversTheCrowd(t *testing.T) {
	for _, handling := range []string{LegacyCallHandling, NewCallHandling} {
		s, c := bigCompany(t, handling)
		c.via = newContract(t, s)
		for _, path := range []string{"/extension?perPage=1000", "/phone-number?perPage=1000"} {
			c.do(http.MethodGet, account+path, "").want(t, 200, "")
		}
		for _, id := range everyone(s)[:blockSize] {
			for _, path := range readsOf(id) {
				if !strings.HasSuffix(path, "/forward-all-calls") { // unpublished
					c.do(http.MethodGet, path, "")
				}
			}
		}
	}
}
