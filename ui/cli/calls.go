package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/ui/cli/output"
)

// The live calls of an extension, as screen 3 shows and flips them.

// callRow is a live call, and when it was read.
type callRow struct {
	calls.Call
	at time.Time
}

func callList() output.List {
	return output.List{Unit: "live call", Key: "id", Fields: callFields(func(record any) *callRow { return record.(*callRow) })}
}

// callFields are the fields of a call in a record that has one.
func callFields(of func(record any) *callRow) []output.Field {
	field := func(name string, kind output.Kind, title, help string, value func(*callRow) any) output.Field {
		return output.Field{Name: name, Kind: kind, Title: title, Help: help, Value: func(record any) any { return value(of(record)) }}
	}
	return []output.Field{
		field("direction", output.Text, "Way", "Inbound or Outbound, seen from the extension.", func(c *callRow) any { return orNull(string(c.Direction)) }),
		field("name", output.Text, "Who", "Name of the other side.", func(c *callRow) any { return orNull(c.ExactName()) }),
		field("phoneNumber", output.Text, "Number", "Number of the other side, in E.164 or as an extension number.", func(c *callRow) any { return orNull(c.Peer.Number) }),
		field("state", output.Text, "State", "ringing, calling, connected, on hold, parked, voicemail, ended or in progress.", func(c *callRow) any { return c.State.String() }),
		field("deviceName", output.Text, "Where", "Device that the extension's own party is on.", func(c *callRow) any { return orNull(c.ExactDevice()) }),
		field("startTime", output.Time, "Since", "When the call began, by RingCentral's clock.", func(c *callRow) any { return timeOrNull(c.Since) }),
		field("id", output.Text, "Id", "SESSION/PARTY, which names the call.", func(c *callRow) any { return c.Name() }),
		field("telephonySessionId", output.Text, "", "Id of the session; opaque.", func(c *callRow) any { return orNull(c.SessionID) }),
		field("partyId", output.Text, "", "Id of the extension's own party in it; opaque.", func(c *callRow) any { return orNull(c.PartyID) }),
		field("deviceId", output.Text, "", "Id of the device.", func(c *callRow) any { return orNull(c.DeviceID) }),
		field("ownNumber", output.Text, "", "Number that the own party is on, where RingCentral names one.", func(c *callRow) any { return orNull(c.Phone) }),
		field("queueCall", output.Truth, "", "Whether the call came through a call queue.", func(c *callRow) any { return c.Queue }),
		field("flippable", output.Truth, "", "Whether a flip may be tried.", func(c *callRow) any { return c.Flippable() }),
		field("whyNotFlippable", output.Text, "", "Why the call cannot be flipped now; null for no known reason.", func(c *callRow) any { return orNull(c.WhyNot) }),
		field("readAt", output.Time, "", "When it was read.", func(c *callRow) any { return c.at.Truncate(time.Second) }),
	}
}

// timeOrNull is a time, or null for the zero one.
func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

// monitor follows and flips the calls of the extension.
func (s *session) monitor() *calls.Monitor { return s.to.Calls.(*calls.Monitor) }

func listCalls(ctx context.Context, i *invocation) error {
	_, live, err := i.openForCalls(ctx)
	if err != nil {
		return err
	}
	if live.More > 0 {
		i.tell(incomplete(fmt.Errorf("%s more: RingCentral does not list them", api.Plural(live.More, "live call"))))
	}
	rows := make([]callRow, 0, len(live.Calls))
	for _, c := range live.Calls {
		rows = append(rows, callRow{c, live.Read})
	}
	return printAll(i, callList(), rows)
}

// openForCalls opens the extension and reads its calls.
func (i *invocation) openForCalls(ctx context.Context) (*session, calls.Snapshot, error) {
	s, err := i.open(ctx)
	if err != nil {
		return nil, calls.Snapshot{}, err
	}
	live, err := s.monitor().Read(ctx)
	return s, live, err
}

// call finds a call by what people call it.
func (s *session) call(ctx context.Context, live *calls.Snapshot, which string) (calls.Call, error) {
	region := ""
	if which != "only" && !strings.Contains(which, "/") {
		var err error
		if region, err = s.region(ctx); err != nil {
			return calls.Call{}, err
		}
	}
	return live.Find(which, region)
}

// flippedCall finds a call that is being flipped. The list may have its new party by now,
// and not the one that was flipped: then its ids are enough.
func (s *session) flippedCall(ctx context.Context, live *calls.Snapshot, which string) (calls.Call, error) {
	c, err := s.call(ctx, live, which)
	session, party, ids := strings.Cut(which, "/")
	if _, missing := errors.AsType[*api.NotFoundError](err); missing && ids && session != "" && party != "" {
		return calls.Call{SessionID: session, PartyID: party}, nil
	}
	return c, err
}

// peerWords names the other side of a call.
func peerWords(c *calls.Call) string {
	if words := strings.TrimSpace(c.Peer.Name + " " + c.Peer.Number); words != "" {
		return words
	}
	return "an unknown number"
}
