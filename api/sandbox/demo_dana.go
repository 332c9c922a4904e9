package sandbox

import "strings"

// dana is the main person of the demo: a standard user without international
// calling (FPN-108). Her first three numbers are those of the developer guide
// of 2019.
func dana(unknown bool) person {
	p := user(104, "Dana", "Whitfield", "dana.whitfield")
	p.InternationalCalling = false
	p.Numbers = []Number{
		{ID: "592178004", PhoneNumber: "+14134294674", Label: "RingCentral for Desktop", Type: typePhoneLine,
			Features: []string{"CallFlip"}, Flip: 1, DeviceID: "801553370004"},
		external("711909004", typeMobile, typeMobile, "+16505130930", 2),
		external("711910004", typeWork, typeWork, "+16502245476", 3),
		external("803000003004", typeHome, typeHome, "+14155550118", 4),
		external("803000005004", typeOther, "Cabin", "+15305550142", 5),
		external("803000006004", typeOther, "On-call pager", "+15305550167", 6),
	}
	p.Hours = shifts("09:00", "17:00", workdays...)
	p.AnsweringRules = danaRules(p.Hours, unknown)
	p.devices = danaDevices()
	return p
}

// danaDevices has one device of each kind that a PhoneLine can or cannot name.
func danaDevices() []*Device {
	return []*Device{
		{ID: "801553370004", Name: "RingCentral for Desktop", Type: "SoftPhone", Status: "Online", Pooling: "Host",
			Lines: []Line{{Type: "Standalone", Phone: "+14134294674"}}},
		// Not in the list yet: a PhoneLine can be created for it.
		{ID: "802300400004", Name: "Dana Desk Phone", Type: "HardPhone", Status: "Online", Pooling: "Host",
			Model: "Polycom IP 6000 Conference Phone", Lines: []Line{{Type: "Standalone", Phone: "+16505550104"}}},
		{ID: "802300401004", Name: "Cordless in the workshop", Type: "OtherPhone", Status: "Offline", Pooling: "None",
			Lines: []Line{{Type: "Standalone", Phone: "+16505550191"}}},
		// FPN-115.
		{ID: "802300402004", Name: "Workshop shared line", Type: "HardPhone", Status: "Online", Pooling: "None",
			Model: "Yealink T46S Shared", Lines: []Line{{Type: "BlaSecondary", Phone: "+16505550192"}}},
		// FPN-121.
		{ID: "802300403004", Name: "Dana's free softphone", Type: "SoftPhone", Status: "Offline", Pooling: "None",
			Lines: []Line{{Type: "StandaloneFree"}}},
	}
}

// addHostileLabels gives Dana labels that are dangerous or hard to show on a
// terminal: escape sequences, one of which writes the clipboard (OSC 52),
// right-to-left override, wide and combining characters, emoji sequences,
// Arabic, Hindi, sixty wide cells, and an empty label.
func (c *Company) addHostileLabels() {
	d := c.Extension("104")
	if d == nil {
		return
	}
	d.NumberByID("803000003004").Label = ""
	d.NumberByID("803000005004").Label = "\x1b[31mCabin\x1b[0m\x1b[2J"
	d.NumberByID("803000006004").Label = "\x1b]52;c;cm0gLXJmIH4=\x07pager"
	d.Numbers = append(d.Numbers,
		external("803000007004", typeOther, "\u202eenohp enoz\u202c \u200f1 \u0645\u0643\u062a\u0628", "+15305550168", 7),
		external("803000008004", typeOther, "電話 📞 \u1112\u1161\u11ab "+strings.Repeat("電", 26), "+15305550169", 8),
		external("803000009004", typeOther, "Z\u0351\u036b\u0343a\u0348\u0300l\u0321go\r\nnew\tline\u009b1m", "+15305550170", 0),
		external("803000010004", typeOther, "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u260e\ufe0f 1\ufe0f\u20e3 \U0001f44d\U0001f3fd \u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f", "+15305550171", 0))
	for _, device := range c.Devices {
		if device.ID == "802300400004" {
			device.Name = "Dana\u2019s \x1b]0;owned\x07phone"
		}
	}
}
