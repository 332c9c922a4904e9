package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/risk"
)

// facts is what the root has read, as far as the screens and forms need it. It
// is passed by value, so that each holder sees one moment.
type facts struct {
	snapshot     api.Snapshot // of the open extension, as read and written last
	open         api.Extension
	self         api.Extension   // the extension of the signed-in user
	noNumbers    string          // why the numbers are not known; empty once they are
	made         time.Time       // when the last change of this program ended
	permissions  api.Permissions // of self; nil until read
	risk         risk.Policy     // of the profile
	region       string          // ISO 3166 code of the country whose national numbers can be typed
	devices      []api.Device
	noDevices    string // why the devices are not known; empty once they are
	devicesAsked bool   // the devices were requested
	ownNumbers   []api.OwnNumber
	features     api.Features

	at          time.Time         // the present minute
	zone        *time.Location    // that of the open extension; nil while it is not known
	rules       []api.Rule        // those that were read last, also when a write has changed them since; nil until then
	ringing     []api.Rule        // those of rules that have steps of their own
	inForce     api.Rule          // the rule of rules that is in force; zero while that is not known
	hours       api.TimeSet       // work hours, where the rules do not say them
	history     *journal.History  // of the open extension; nil until it was read
	lastChanges map[string]string // what the last changes did, by their ids
	nowAsked    bool              // the rules were requested
	hoursAsked  bool              // hours were requested
}

// otherExtension reports whether the open extension is not that of the signed-in user.
func (fs *facts) otherExtension() bool {
	return fs.self.ID != "" && fs.open.ID != "" && fs.self.ID != fs.open.ID
}

// handlingWords names the call handling of the account; empty while it is not
// known.
func (fs *facts) handlingWords() string {
	if fs.snapshot.IsZero() {
		return ""
	}
	return string(fs.snapshot.CallHandling) + " call handling"
}

// find returns the first element of list for which is reports true.
func find[T any](list []T, is func(T) bool) (found T, ok bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	return found, false
}

// number returns the forwarding number with an id.
func (fs *facts) number(id string) (api.Number, bool) {
	return find(fs.snapshot.Numbers, func(n api.Number) bool { return n.ID == id })
}

// deviceOf returns the device of the extension with an id.
func (fs *facts) deviceOf(id string) (api.Device, bool) {
	return find(fs.devices, func(d api.Device) bool { return d.ID == id })
}

// ownerOf returns the account's own number that equals phone, if there is one.
func (fs *facts) ownerOf(phone string) (api.OwnNumber, bool) {
	return find(fs.ownNumbers, func(n api.OwnNumber) bool { return n.Phone == phone })
}

// lacks says that a feature is not available; empty when it is, or when that is
// not known.
func (fs *facts) lacks(id, what string) string {
	state, lacking := fs.features.Lacks(id)
	if !lacking {
		return ""
	}
	why := state.Reason
	if why == "" {
		why = state.ReasonCode
	}
	return what + " is not available to this extension: " + strings.TrimSuffix(orNone(why), ".")
}

// readPhone reads the number that was typed into f and sets the remarks of f. It returns
// the number in E.164, or nothing when the text is no number. was is the number that the
// form changes; it is not judged again.
func (fs *facts) readPhone(f *field, was string) string {
	f.note, f.doubt, f.problem, f.risks = "", "", "", nil
	phone, err := api.ReadPhone(f.value(), fs.region)
	if err != nil {
		f.note, f.problem = err.Error(), sentence(err.Error())
		return ""
	}
	f.note = strings.TrimSuffix(phoneWords(phone)+"; "+phone.Note, "; ")
	f.doubt = fs.doubtOf(phone)
	if phone.E164 != was {
		f.setRisks(fs.judge(phone.E164))
	}
	if own, is := fs.ownerOf(phone.E164); is {
		f.problem = "This number belongs to your own company" + ownerWords(own) +
			". RingCentral does not forward to company numbers (FPN-105). Ring the extension with a rule instead."
	}
	return phone.E164
}

// phoneWords are the number in E.164, its country and its kind of line.
func phoneWords(p api.Phone) string { return commaList(p.E164, p.Words()) }

// doubtOf returns the reason why the service may refuse a valid number.
func (fs *facts) doubtOf(p api.Phone) string {
	home := api.DescribePhone(p.E164, fs.region)
	switch {
	case p.Doubt != "":
		return p.Doubt
	case !fs.open.International && fs.open.ID != "" && home.International:
		return "international calling is off for this extension (FPN-108)"
	}
	return fs.lacks(api.FeatureEditExternalForwarding, "forwarding to external numbers")
}

func ownerWords(n api.OwnNumber) string {
	switch {
	case n.Extension.Number != "":
		return " (" + commaList(spelledOut(n.Usage), "extension "+n.Extension.Number) + ")"
	case n.Usage != "":
		return " (" + spelledOut(n.Usage) + ")"
	}
	return ""
}

// fullList says that the list is as long as RingCentral lets it be, as far as is known:
// what counts is not documented.
func (fs *facts) fullList() string {
	if n := len(fs.snapshot.Numbers); n >= api.MaxNumbers && !fs.capabilities().SharedDocument {
		return "the list has " + itoa(n) + " numbers, and RingCentral allows " + itoa(api.MaxNumbers) + " at most (FPN-103)"
	}
	return ""
}

// digitOptions are the flip digits to choose from, the first being none. The
// digits of numbers other than id are blocked.
func (fs *facts) digitOptions(id, none, noneNote string) []option {
	options := []option{{text: none, note: noneNote}}
	for d := 1; d <= api.MaxFlipDigit; d++ {
		o := option{value: itoa(d), text: itoa(d), note: fs.digitNote(id, itoa(d))}
		if holder, taken := api.HolderOf(o.value, fs.snapshot.Numbers); taken && holder.ID != id {
			o.blocked = "flip digit " + o.value + " belongs to " + strconv.Quote(holder.Label) + " (FPN-106); " + api.TakenDigitAdvice(id)
		}
		options = append(options, o)
	}
	return options
}

// digitNote says what a digit would do for a number, or for a new one without an id.
// Where all numbers are one list, a number gets the feature with its digit.
func (fs *facts) digitNote(id, digit string) string {
	n, found := fs.number(id)
	if !found || fs.capabilities().SharedDocument {
		n = api.Number{Features: []api.Feature{api.CallFlip}}
	}
	n.Flip = digit
	return flipNote(&n)
}

// capabilities are what the account can do. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (fs *facts) capabilities() api.Capabilities { return fs.snapshot.Capabilities() }

// ruleOptions are the rules that a new number can ring in at once, where an account
// allows that. Elsewhere a number is added to a rule on the ring order screen.
func (fs *facts) ruleOptions() []option {
	var options []option
	if !fs.capabilities().RulesInForm {
		return nil
	}
	for _, r := range fs.snapshot.Rules {
		if r.Fixed == "" && r.Mode != api.NoRinging {
			options = append(options, option{value: r.ID, text: r.Name, note: r.When})
		}
	}
	return options
}

// deviceOptions are the devices of the extension, each with what distinguishes
// it and why it cannot be used.
func (fs *facts) deviceOptions() []option {
	var options []option
	for _, d := range fs.devices {
		options = append(options, option{value: d.ID, text: d.Name, note: fs.deviceNote(&d), blocked: fs.deviceBlocked(&d)})
	}
	return options
}

func (fs *facts) deviceNote(d *api.Device) string {
	note := deviceNote(d)
	for _, l := range d.Lines {
		if l.Phone != "" {
			return api.DescribePhone(l.Phone, fs.region).Pretty + ", " + note
		}
	}
	return note
}

func (fs *facts) deviceBlocked(d *api.Device) string {
	for _, n := range fs.snapshot.Numbers {
		if n.DeviceID == d.ID {
			return "already in the list as " + n.Label + " (FPN-118)"
		}
	}
	return d.NoForwarding()
}
