package index

import (
	"time"

	"rcfwd/api"
)

// Version is the version of the lines that this package writes. A line with a higher one
// is refused, and its file is never rewritten.
const Version = 1

// Class is what kind of thing a reading is of.
type Class string

// The classes, which are also the words of a scope.
const (
	Users   Class = "users"
	Queues  Class = "queues"
	IVR     Class = "ivr"
	Company Class = "company" // the rules and numbers of the company and its sites
)

// Reading is what one reading of an extension, or of the company, saw. It is a line of
// the file.
type Reading struct {
	V     int   `json:"v"`
	Class Class `json:"class"`

	// ListedAt is when the list of extensions last had it, ReadAt when the reading of its
	// uses began, both UTC. ReadAt is zero while it was only listed.
	ListedAt time.Time `json:"listedAt,omitzero"`
	ReadAt   time.Time `json:"readAt,omitzero"`
	Gone     bool      `json:"gone,omitempty"` // it is no longer in the list

	// SameSince is when it was first read as it is; zero for ReadAt. A compaction makes one
	// line of several readings that saw the same.
	SameSince time.Time `json:"sameSince,omitzero"`

	// ID is the extension's, or "company" for the account itself.
	ID     string `json:"id"`
	Number string `json:"extensionNumber,omitempty"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`   // as the service sends it
	Status string `json:"status,omitempty"` // as the service sends it
	Email  string `json:"email,omitempty"`
	SiteID string `json:"siteId,omitempty"`
	Site   string `json:"site,omitempty"`

	CallHandling api.CallHandling `json:"callHandling,omitempty"`

	// Numbers are the telephone numbers that belong to the extension, Devices the ids of
	// its devices; nil where they were not read. Calls to them reach the extension.
	Numbers []string `json:"numbers,omitempty"`
	Devices []string `json:"devices,omitempty"`

	Uses    []Use `json:"uses,omitempty"`
	NotRead []Gap `json:"notRead,omitempty"`
}

// Kind is where calls are sent on.
type Kind string

// The kinds of uses.
const (
	InNumbers     Kind = "number"          // the list of forwarding numbers
	InFlips       Kind = "flip"            // can be flipped to, with a digit
	InStep        Kind = "step"            // a step of a rule rings it
	NoAnswer      Kind = "no-answer"       // the end of a rule
	AtOnce        Kind = "at-once"         // a rule that rings nothing
	ForwardAll    Kind = "forward-all"     // all calls of the extension
	DoNotDisturb  Kind = "dnd"             // without a target
	QueueFull     Kind = "queue-full"      // too many callers wait
	QueueWait     Kind = "queue-wait"      // a caller waited too long
	QueueNoAnswer Kind = "queue-no-answer" // no agent took the call
	QueueAgent    Kind = "queue-agent"     // a member of a queue
	IVRKey        Kind = "ivr-key"         // a key of a menu
	CompanyRule   Kind = "company"         // a rule of the company or of a site
)

// Use is one place from which calls of an extension can go to a target. Of Phone,
// ExtensionID and DeviceID at most one is set; none is for a place without a target, such
// as do not disturb.
type Use struct {
	// ID is the same for the same place of the same extension in every reading: it is
	// made of the kind, the rule and the target, not of the order.
	ID   string `json:"use"`
	Kind Kind   `json:"kind"`

	RuleID   string `json:"ruleId,omitempty"`
	RuleName string `json:"ruleName,omitempty"`
	Step     int    `json:"step,omitempty"` // counted from 1; 0 where there is none
	Key      string `json:"key,omitempty"`  // of an IVR menu, or the flip digit

	// Enabled reports that calls go there now: rule and step are switched on.
	Enabled bool `json:"enabled"`

	Phone       string `json:"phoneNumber,omitempty"` // E.164, or as the service sent what is none
	ExtensionID string `json:"targetExtensionId,omitempty"`
	DeviceID    string `json:"deviceId,omitempty"`
	Voicemail   bool   `json:"voicemail,omitempty"` // of ExtensionID, which does not ring
	Label       string `json:"label,omitempty"`     // what the number or target is called there

	// Outside reports that Phone did not belong to the account when this was read. A
	// use of an extension or a device is never outside.
	Outside bool `json:"outside,omitempty"`
}

// Gap is a part of an extension that could not be read. What is absent is no gap: the
// service says so with another answer than what may not be read.
type Gap struct {
	What string `json:"what"` // rules, numbers, flip numbers, forward-all, ...
	Code string `json:"code"` // CMN-408, or the HTTP status
}
