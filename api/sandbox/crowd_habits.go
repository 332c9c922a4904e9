package sandbox

// habit is how one of the crowd forwards calls, or what else is special about
// them. Its text is what Company.Habit returns.
type habit string

const (
	// plain people ring up to three numbers of their own, mostly a mobile.
	plain habit = "plain"
	// leaver is disabled, and others still ring their desk and their mobile.
	leaver habit = "leaver"
	// disabledForwarding is disabled and still forwards.
	disabledForwarding habit = "disabled, forwards"
	// loopFirst and loopSecond forward to each other.
	loopFirst  habit = "loop, first"
	loopSecond habit = "loop, second"
	// ringsLeaver and ringsLeaverMobile ring the leaver of their block.
	ringsLeaver       habit = "rings a leaver"
	ringsLeaverMobile habit = "rings a leaver's mobile"
	// ringsHub rings a number that many others ring too.
	ringsHub habit = "rings a hub"
	// risky rings a number that is expensive, abroad or impossible.
	risky habit = "risky"
	// afterHoursMobile, afterHoursRing and afterHoursHub leave the company after
	// hours: at once to the mobile, by ringing it, and at once to a hub.
	afterHoursMobile habit = "after hours to the mobile"
	afterHoursRing   habit = "after hours rings the mobile"
	afterHoursHub    habit = "after hours to a hub"
	// forwardsAll sends all calls to the mobile, and forwardsAllInside to a
	// colleague or to voicemail.
	forwardsAll       habit = "forwards all outside"
	forwardsAllInside habit = "forwards all inside"
	noDisturb         habit = "do not disturb"
	// customCaller and customHours have a custom rule that leads outside.
	customCaller habit = "custom rule for a caller"
	customHours  habit = "custom rule for hours"
	// ringsCoworker and ringsDesk ring a colleague, or a colleague's desk phone.
	ringsCoworker habit = "rings a coworker"
	ringsDesk     habit = "rings a coworker's desk phone"
	// missedOutside sends unanswered calls outside, and transfersAll all calls to
	// a colleague without ringing.
	missedOutside habit = "missed calls to outside"
	transfersAll  habit = "transfers to a coworker"
	// forwardsAtOnce sends calls to the mobile without ringing.
	forwardsAtOnce habit = "forwards at once"
	// roomOrLimited is a Limited extension or a Room, lineless a FaxUser or a
	// VirtualUser, and inactive not activated or not assigned.
	roomOrLimited habit = "limited"
	lineless      habit = "lineless"
	inactive      habit = "inactive"
	disabled      habit = "disabled"
	full          habit = "full list"
	// siteAdmin is an administrator who may read and change nothing of others'
	// forwarding, and helpDesk may read the numbers of others but not their rules.
	siteAdmin habit = "administrator without extended scope"
	helpDesk  habit = "help desk"
)

// blockSize is the number of people among whom each habit occurs as often as in
// the table of habits.
const blockSize = 50

// habits are those of a block, by slot; the slots that the table leaves out are
// for plain people.
var habits = [blockSize]habit{
	0: leaver, 1: disabledForwarding, 2: loopFirst, 3: loopSecond, 4: ringsLeaver, 5: ringsLeaver, 6: ringsLeaverMobile,
	7: ringsHub, 8: ringsHub, 9: ringsHub, 10: ringsHub, 11: ringsHub, 12: ringsHub, 13: ringsHub,
	14: risky, 15: risky, 16: risky, 17: risky,
	18: afterHoursMobile, 19: afterHoursRing, 20: afterHoursHub, 21: forwardsAll, 22: noDisturb, 23: customCaller, 24: customHours,
	25: ringsCoworker, 26: ringsDesk, 27: missedOutside, 28: transfersAll, 29: forwardsAtOnce, 30: roomOrLimited, 31: lineless,
	32: inactive, 33: disabled, 34: forwardsAllInside, 35: full,
}

// Slots that others of the same block refer to. The people from coworkerSlot on
// are plain, and every second of them has a desk phone.
const (
	leaverSlot     = 0
	loopFirstSlot  = 2
	loopSecondSlot = 3
	riskySlot      = 14
	coworkerSlot   = 36
)

// slot spreads the people of a block over its slots. at is its inverse.
func slot(i int) (slot, block int) {
	block = i / blockSize
	return (i%blockSize*9 + 38 + 17*block) % blockSize, block
}

// at returns the index of the person of a block in a slot, who is not in the
// company if it is too small; 9*39 is 1 modulo blockSize.
func at(block, slot int) int {
	return block*blockSize + (slot+(blockSize-38)+(blockSize-17)*block)*39%blockSize
}

// habitOf returns the habit of one of the crowd. The first two are special; their
// slots are plain ones. After the first hundred people, one of fifty is risky. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func habitOf(i int) habit {
	s, block := slot(i)
	switch h := habits[s]; {
	case i == 0:
		return siteAdmin
	case i == 1:
		return helpDesk
	case h == "", h == risky && s > riskySlot && block > 1:
		return plain
	default:
		return h
	}
}

// Habit returns how one of the people beyond the dozen forwards calls, such as
// "leaver" or "loop, first", by their short number; "" for anyone else.
func (c *Company) Habit(number string) string {
	if i, ok := c.crowd.indexOf(number); ok {
		return string(habitOf(i))
	}
	return ""
}

// hubs are outside numbers that many people forward to: answering services. Each
// is that of four blocks.
var hubs = []string{"+12125550140", "+13125550150", "+12065550160", "+16175550170", "+13035550180"}

func hubOf(block int) string { return hubs[block/4%len(hubs)] }

// riskyNumbers are dangerous to forward to, each for another reason.
var riskyNumbers = []struct{ label, phone string }{
	{"Hotline", "+19005551234"},      // premium
	{"Field phone", "+881631234567"}, // satellite
	{"Ship", "+870773111632"},        // satellite
	{"Kingston", "+18765551234"},     // abroad, dialled like a national number
	{"Helpline", "+449098790123"},    // premium, abroad
	{"Booking", "+448451234567"},     // shared cost, abroad
	{"Survey", "+8821621123456"},     // satellite
	{"Old mobile", "+1415555012"},    // a digit too few
}

// riskyNumber returns the number of a slot of a block: each of them once in the
// first hundred people.
func riskyNumber(block, slot int) (label, phone string) {
	n := riskyNumbers[(block*4+slot-riskySlot)%len(riskyNumbers)]
	return n.label, n.phone
}

// kindOf returns the type and the status of one of the crowd as it was made.
func kindOf(i int) (kind, status string) {
	_, block := slot(i)
	pick := func(even, odd string) string {
		if block%2 == 0 {
			return even
		}
		return odd
	}
	switch habitOf(i) {
	case leaver, disabledForwarding, disabled:
		return "User", "Disabled"
	case roomOrLimited:
		return pick("Limited", "Room"), "Enabled"
	case lineless:
		return pick("FaxUser", "VirtualUser"), "Enabled"
	case inactive:
		return "User", pick("NotActivated", "Unassigned")
	}
	return "User", "Enabled"
}

// hasDesk reports whether one of the crowd has a desk phone.
func hasDesk(i int) bool {
	s, _ := slot(i)
	return s >= coworkerSlot && s%2 == 0
}
