package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Faults are random failures. Probabilities are from 0 to 1; a request has at
// most one fault. The zero value is a service without failures.
type Faults struct {
	LatencyMin, LatencyMax time.Duration // half before the request takes effect, half after

	Error      float64 // 500, 502 or 503, see serverError
	DropBefore float64 // the connection is closed before the request takes effect
	DropAfter  float64 // the connection is closed after it took effect
	Truncate   float64 // the body is cut off
	Garbage    float64 // the body is a web page
	Throttle   float64 // 429 and a penalty without a reason
	Expire     float64 // the access token is expired early

	Move    time.Duration // time from the start until the account moves to new call handling; 0 means never
	Labels  bool          // the demo person has numbers with hostile labels
	Unknown bool          // types, enum values and fields outside the schema

	ForwardAll bool // see Company.PlaysForwardAll
	QueueRules bool // see Company.OpenQueueRules

	Limits string // "on": documented limits, "off": none, "": those of Options
	Seed   uint64
}

// faultParts are the names in a fault specification. drop splits its
// probability between two faults.
var faultParts = []struct {
	name string
	set  func(f *Faults, value string) error
}{
	{"latency", setLatency},
	{"error", chancePart(func(f *Faults, p float64) { f.Error = p })},
	{"drop", chancePart(func(f *Faults, p float64) { f.DropBefore, f.DropAfter = p/2, p/2 })},
	{"drop-before", chancePart(func(f *Faults, p float64) { f.DropBefore = p })},
	{"drop-after", chancePart(func(f *Faults, p float64) { f.DropAfter = p })},
	{"truncate", chancePart(func(f *Faults, p float64) { f.Truncate = p })},
	{"garbage", chancePart(func(f *Faults, p float64) { f.Garbage = p })},
	{"throttle", chancePart(func(f *Faults, p float64) { f.Throttle = p })},
	{"expire", chancePart(func(f *Faults, p float64) { f.Expire = p })},
	{"move", setMove},
	{"labels", func(f *Faults, v string) error { return setSwitch(v, func(on bool) { f.Labels = on }) }},
	{"unknown", func(f *Faults, v string) error { return setSwitch(v, func(on bool) { f.Unknown = on }) }},
	{"forward-all", func(f *Faults, v string) error { return setSwitch(v, func(on bool) { f.ForwardAll = on }) }},
	{"queue-rules", func(f *Faults, v string) error { return setSwitch(v, func(on bool) { f.QueueRules = on }) }},
	{"limits", func(f *Faults, v string) error { return setSwitch(v, func(bool) { f.Limits = v }) }},
	{"seed", setSeed},
}

// ParseFaults reads a comma-separated list such as
// "latency=300ms,error=5%,drop=2%,limits=on". "" means no faults. A part is one of
// latency, error, drop, drop-before, drop-after, truncate, garbage, throttle,
// expire, move, labels, unknown, forward-all, queue-rules, limits and seed.
func ParseFaults(spec string) (Faults, error) {
	var f Faults
	for part := range strings.SplitSeq(spec, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if err := f.set(part); err != nil {
			return Faults{}, fmt.Errorf("faults: part %q: %w (known: %s)", part, err, knownParts())
		}
	}
	if sum := f.Error + f.DropBefore + f.DropAfter + f.Truncate + f.Garbage + f.Throttle + f.Expire; sum > 1.000001 {
		return Faults{}, fmt.Errorf("faults: the chances in %q add up to more than 100%%", spec)
	}
	return f, nil
}

func (f *Faults) set(part string) error {
	name, value, found := strings.Cut(part, "=")
	if !found {
		return fmt.Errorf("no value")
	}
	for _, p := range faultParts {
		if p.name == strings.TrimSpace(name) {
			return p.set(f, strings.TrimSpace(value))
		}
	}
	return fmt.Errorf("unknown")
}

func knownParts() string {
	names := make([]string, len(faultParts))
	for i, p := range faultParts {
		names[i] = p.name
	}
	return strings.Join(names, ", ")
}

// chancePart reads a probability such as "5%" or "0.05".
func chancePart(set func(*Faults, float64)) func(*Faults, string) error {
	return func(f *Faults, value string) error {
		number, percent := strings.CutSuffix(value, "%")
		p, err := strconv.ParseFloat(number, 64)
		if percent {
			p /= 100
		}
		if err != nil || !(p >= 0 && p <= 1) { // this form also refuses NaN
			return fmt.Errorf("want a chance such as 5%% or 0.05")
		}
		set(f, p)
		return nil
	}
}

// setLatency reads "300ms", or a range such as "100ms..2s".
func setLatency(f *Faults, value string) error {
	low, high, found := strings.Cut(value, "..")
	if !found {
		high = low
	}
	lo, err1 := time.ParseDuration(low)
	hi, err2 := time.ParseDuration(high)
	if err1 != nil || err2 != nil || lo < 0 || hi < lo {
		return fmt.Errorf("want a duration such as 300ms, or a range such as 100ms..2s")
	}
	f.LatencyMin, f.LatencyMax = lo, hi
	return nil
}

func setMove(f *Faults, value string) error {
	after, err := time.ParseDuration(value)
	if err != nil || after <= 0 {
		return fmt.Errorf("want a duration such as 30s")
	}
	f.Move = after
	return nil
}

func setSwitch(value string, set func(on bool)) error {
	if value != "on" && value != "off" {
		return fmt.Errorf("want on or off")
	}
	set(value == "on")
	return nil
}

func setSeed(f *Faults, value string) error {
	n, err := strconv.ParseUint(value, 10, 64)
	if err != nil {
		return fmt.Errorf("want a whole number")
	}
	f.Seed = n
	return nil
}

// limits applies limits=on|off to the limits of the options.
func (f Faults) limits(l Limits) Limits {
	switch f.Limits {
	case "on":
		return DefaultLimits()
	case "off":
		l.Off = true
	}
	return l.withDefaults()
}

// randomFaults draws the fault of each request from the seed alone.
type randomFaults struct {
	faults Faults
	rng    *rand.Rand
}

func newRandomFaults(f Faults) randomFaults { return randomFaults{f, rand.New(rand.NewPCG(f.Seed, 1))} }

// next draws three values on every call, so enabling one fault does not move
// the others to different requests.
func (d *randomFaults) next() (latency time.Duration, fault *Fault) {
	share, which, variety := d.rng.Float64(), d.rng.Float64(), d.rng.IntN(4)
	f := d.faults
	latency = f.LatencyMin + time.Duration(share*float64(f.LatencyMax-f.LatencyMin))
	for _, c := range []struct {
		chance float64
		fault  Fault
	}{
		{f.Error, serverError(variety)},
		{f.DropBefore, Fault{Kind: DropBefore}},
		{f.DropAfter, Fault{Kind: DropAfter}},
		{f.Truncate, Fault{Kind: Truncate}},
		{f.Garbage, garbage(variety)},
		{f.Throttle, Fault{Kind: Throttle}},
		{f.Expire, Fault{Kind: Expire}},
	} {
		if which < c.chance {
			return latency, &c.fault
		}
		which -= c.chance
	}
	return latency, nil
}
