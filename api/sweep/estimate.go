package sweep

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Estimate is what a sweep will cost, before it reads extensions.
type Estimate struct {
	Extensions   int // that are to be read
	Known        int // that need not be read, because the index has them
	CallHandling api.CallHandling

	Medium, Light int     // requests
	PerMinute     float64 // of the group that decides, by the share of its limit
	Takes         time.Duration
}

// pacing is how fast the groups go.
type pacing struct {
	pace   *rest.Pace
	limits *rest.Limits
}

var (
	anyMedium = rest.Operation{What: "sweep", Group: rest.GroupMedium}
	anyLight  = rest.Operation{What: "sweep", Group: rest.GroupLight}
)

// takes returns how long so many requests take side by side.
func (p pacing) takes(c cost) time.Duration {
	medium := time.Duration(c.medium) * p.pace.Every(p.limits.Group(anyMedium))
	light := time.Duration(c.light) * p.pace.Every(p.limits.Group(anyLight))
	return max(medium, light)
}

// perMinute is the pace of the group that decides about a cost.
func (p pacing) perMinute(c cost) float64 {
	op := anyMedium
	if p.takes(cost{light: c.light}) > p.takes(cost{medium: c.medium}) {
		op = anyLight
	}
	return time.Minute.Seconds() / p.pace.Every(p.limits.Group(op)).Seconds()
}

// String is the estimate for people: "1,000 extensions, new call handling: 2,000 Medium
// and 1,000 Light requests, 63 minutes at 32 a minute".
func (e Estimate) String() string {
	if e.Extensions == 0 {
		return fmt.Sprintf("nothing to read: the index has %s", plural(e.Known, "extension"))
	}
	handling := "legacy"
	if e.CallHandling == api.V2 {
		handling = "new"
	}
	return fmt.Sprintf("%s, %s call handling: %s Medium and %s, %s at %s a minute", plural(e.Extensions, "extension"), handling,
		Count(e.Medium), plural(e.Light, "Light request"), Duration(e.Takes), perMinuteWords(e.PerMinute))
}

// perMinuteWords writes a pace: whole from ten on.
func perMinuteWords(n float64) string {
	if n >= 10 {
		return Count(int(math.Round(n)))
	}
	return strconv.FormatFloat(math.Round(n*10)/10, 'f', -1, 64)
}

func plural(n int, unit string) string {
	if n != 1 {
		unit += "s"
	}
	return Count(n) + " " + unit
}

// Count writes a number as people read it: 12,500.
func Count(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Duration writes how long something takes, rounded up: seconds below two minutes, minutes
// below two hours, and else hours with a tenth.
func Duration(d time.Duration) string {
	up := func(unit time.Duration) int { return int(math.Ceil(float64(d) / float64(unit))) }
	switch {
	case d < 2*time.Minute:
		return plural(up(time.Second), "second")
	case d < 2*time.Hour:
		return plural(up(time.Minute), "minute")
	}
	return strconv.FormatFloat(math.Ceil(d.Hours()*10)/10, 'f', -1, 64) + " hours"
}
