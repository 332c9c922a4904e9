package ui

import (
	"slices"
	"strings"
	"time"

	"rcfwd/api"
)

// facts is what the root has read so far and the detail pane and the forms
// explain numbers with. It is a copy: whoever has one sees one moment.
type facts struct {
	numbers      []api.Number
	readAt       time.Time // when the numbers were read
	open         api.Extension
	self         api.Extension   // who is signed in
	permissions  api.Permissions // of self; nil until read
	region       string          // country whose national form of a number is understood
	devices      []api.Device
	noDevices    string // why the devices are not known; empty once they are
	devicesAsked bool   // the devices were asked for
	ownNumbers   []api.OwnNumber
	features     api.Features
	rules        []api.Rule // as last read; nil until then
	callHandling api.CallHandling
}

// otherExtension reports whether the open extension is not that of the signed-in user.
func (k facts) otherExtension() bool {
	return k.self.ID != "" && k.open.ID != "" && k.self.ID != k.open.ID
}

// handlingWords says which call handling the account is on; empty while it is not known.
func (k facts) handlingWords() string {
	if k.callHandling == "" {
		return ""
	}
	return string(k.callHandling) + " call handling"
}

// find returns the first of list for which is returns true.
func find[T any](list []T, is func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	return found, false
}

// number finds a forwarding number by its id.
func (k facts) number(id string) (api.Number, bool) {
	return find(k.numbers, func(n api.Number) bool { return n.ID == id })
}

// deviceOf finds a device of the extension by its id.
func (k facts) deviceOf(id string) (api.Device, bool) {
	return find(k.devices, func(d api.Device) bool { return d.ID == id })
}

// ownerOf finds the number of the account that phone is, if it is one.
func (k facts) ownerOf(phone string) (api.OwnNumber, bool) {
	return find(k.ownNumbers, func(n api.OwnNumber) bool { return n.Phone == phone })
}

// lacks says in words that a feature is not available; empty when nothing is
// known against it.
func (k facts) lacks(id, what string) string {
	state, lacking := k.features.Lacks(id)
	if !lacking {
		return ""
	}
	why := state.Reason
	if why == "" {
		why = state.ReasonCode
	}
	return what + " is not available to this extension: " + strings.TrimSuffix(orNone(why), ".")
}

// readPhone works out what the number in f means and says so below it. It
// gives the number in E.164, or nothing when none can be made of the text.
func (k facts) readPhone(f *field) string {
	f.note, f.doubt, f.problem = "", "", ""
	phone, err := api.ReadPhone(f.value(), k.region)
	if err != nil {
		f.note, f.problem = err.Error(), sentence(err.Error())
		return ""
	}
	f.note = phoneWords(phone)
	f.doubt = k.doubtOf(phone)
	if own, is := k.ownerOf(phone.E164); is {
		f.problem = "This is a number of your own company" + ownerWords(own) +
			", and RingCentral does not forward to those (FPN-105). Ring that extension by a rule instead."
	}
	return phone.E164
}

// phoneWords are the number as it is sent, its country and its kind of line.
func phoneWords(p api.Phone) string {
	return commaList(p.E164, p.Country, p.Kind)
}

// doubtOf says why the service may refuse a number that reads well.
func (k facts) doubtOf(p api.Phone) string {
	home := api.DescribePhone(p.E164, k.region)
	switch {
	case p.Doubt != "":
		return p.Doubt
	case !k.open.International && k.open.ID != "" && home.Pretty != "" && strings.HasPrefix(home.Pretty, "+"):
		return "international calling is off for this extension (FPN-108)"
	}
	return k.lacks(api.FeatureEditExternalForwarding, "forwarding to numbers outside")
}

func ownerWords(n api.OwnNumber) string {
	switch {
	case n.Extension.Number != "":
		return " (" + n.Usage + ", extension " + n.Extension.Number + ")"
	case n.Usage != "":
		return " (" + n.Usage + ")"
	}
	return ""
}

// digitOptions are the flip digits to choose from, first none at all. Digits of
// other numbers than the one with id are shown with their holder.
func (k facts) digitOptions(id, none, noneNote string) []option {
	options := []option{{text: none, note: noneNote}}
	for d := 1; d <= api.MaxFlipDigit; d++ {
		o := option{value: itoa(d), text: itoa(d), note: "*" + itoa(d) + " during a call moves it here"}
		if holder, taken := api.HolderOf(o.value, k.numbers); taken && holder.ID != id {
			o.blocked = o.value + " belongs to " + holder.Label + "; the flip key of the list swaps digits"
		}
		options = append(options, o)
	}
	return options
}

// ruleOptions are the rules of a new account that a new number can ring in at
// once. On legacy accounts a number joins a rule on the ring order screen.
func (k facts) ruleOptions() []option {
	var options []option
	for _, r := range k.rules {
		if r.CallHandling == api.V2 && r.Fixed == "" && r.Mode != api.NoRinging {
			options = append(options, option{value: r.ID, text: r.Name, note: r.When})
		}
	}
	return options
}

// deviceOptions are the devices of the extension, each with what tells it from
// the others and why it cannot be used.
func (k facts) deviceOptions() []option {
	var options []option
	for _, d := range k.devices {
		options = append(options, option{value: d.ID, text: d.Name, note: k.deviceNote(d), blocked: k.deviceBlocked(d)})
	}
	return options
}

func (k facts) deviceNote(d api.Device) string {
	note := deviceNote(d)
	for _, l := range d.Lines {
		if l.Phone != "" {
			return api.DescribePhone(l.Phone, k.region).Pretty + ", " + note
		}
	}
	return note
}

func (k facts) deviceBlocked(d api.Device) string {
	for _, n := range k.numbers {
		if n.DeviceID == d.ID {
			return "it is in the list already, as " + n.Label + " (FPN-118)"
		}
	}
	return d.NoForwarding()
}
