package sandbox

import (
	"net/http"
	"time"

	"rcfwd/api/jsonobj"
)

// The paths below /sandbox/calls are the sandbox's own. They take no token,
// since calling a phone needs none:
//
//	POST   /sandbox/calls       start a call; the body is a plan, the reply the call
//	GET    /sandbox/calls       {"records":[...]}: live calls, and those that ended in the last two minutes
//	DELETE /sandbox/calls/{id}  the other side hangs up, or the planned call is cancelled; 204
//
// The members of a plan are all optional:
//
//	{"extension":"104","direction":"Inbound","number":"+12125550187","name":"Riley Moss",
//	 "after":"2s","rings":"4s","unanswered":false,"lasts":"5m"}

// callPlanSent is CallPlan as JSON.
type callPlanSent struct {
	Extension  string `json:"extension"`
	Direction  string `json:"direction"`
	Number     string `json:"number"`
	Name       string `json:"name"`
	After      string `json:"after"`
	Rings      string `json:"rings"`
	Unanswered bool   `json:"unanswered"`
	Lasts      string `json:"lasts"`
}

func (p callPlanSent) plan() (CallPlan, error) {
	plan := CallPlan{Extension: p.Extension, Outbound: p.Direction == "Outbound", Number: p.Number, Name: p.Name, Unanswered: p.Unanswered}
	if p.Direction != "" && p.Direction != "Outbound" && p.Direction != "Inbound" {
		return plan, invalid("direction")
	}
	for _, field := range []struct {
		name, text string
		to         *time.Duration
	}{{"after", p.After, &plan.After}, {"rings", p.Rings, &plan.Rings}, {"lasts", p.Lasts, &plan.Lasts}} {
		d, err := time.ParseDuration(field.text)
		if field.text == "" {
			continue
		}
		if err != nil || d < 0 {
			return plan, invalid(field.name)
		}
		*field.to = d
	}
	return plan, nil
}

// callShown is Call as JSON.
type callShown struct {
	ID        string       `json:"telephonySessionId"`
	Extension string       `json:"extension"`
	Direction string       `json:"direction"`
	Number    string       `json:"number"`
	Name      string       `json:"name,omitempty"`
	State     string       `json:"state"` // Planned, Live, Ended
	Parties   []partyShown `json:"parties"`
}

func (s *Server) showPhoneCall(c *phoneCall) callShown {
	shown := callShown{ID: c.id, Extension: c.owner.Number, Direction: "Inbound", Number: c.plan.Number, Name: c.plan.Name,
		State: "Live", Parties: c.show(s.company.ID).Parties}
	if c.plan.Outbound {
		shown.Direction = "Outbound"
	}
	switch {
	case !c.ended.IsZero():
		shown.State = "Ended"
	case c.own == nil:
		shown.State = "Planned"
	}
	return shown
}

func (c *call) postCall() (result, error) {
	if _, err := c.payload(); err != nil {
		return result{}, err
	}
	sent, err := decode[callPlanSent](c.body)
	if err != nil {
		return result{}, err
	}
	plan, err := sent.plan()
	if err != nil {
		return result{}, err
	}
	phone, err := c.planCall(plan, time.Now())
	if err != nil {
		return result{}, refuse(http.StatusBadRequest, "CMN-101", "%s", err.Error())
	}
	c.advance()
	return success(c.showPhoneCall(phone)), nil
}

func (c *call) listPhoneCalls() (result, error) {
	list := []callShown{}
	for _, phone := range c.phoneCalls {
		list = append(list, c.showPhoneCall(phone))
	}
	return success(jsonobj.New("records", list)), nil
}

func (c *call) hangUp() (result, error) {
	phone := c.phoneCall(c.r.PathValue("telephonySessionId"))
	if phone == nil || !phone.ended.IsZero() {
		return result{}, notFound("telephonySessionId")
	}
	c.end(phone, time.Now())
	return result{status: http.StatusNoContent}, nil
}
