package api

import (
	"strconv"
	"time"
	_ "time/tzdata" // a jump host may have no database of time zones

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Zone is the time zone of an extension as the service names it. The zero value is one
// that is not known.
type Zone struct {
	Name string // of the IANA database, such as "America/Denver" or "US/Pacific"
	Bias string // minutes to add to UTC, without daylight saving time
}

// Location finds the zone by its name. For a name that the database does not have, the
// difference to UTC must do, by which a summer may be an hour off. ok is false when
// neither is known.
func (z Zone) Location() (where *time.Location, ok bool) {
	if z.Name != "" && z.Name != "Local" { // which would be that of this machine
		if where, err := time.LoadLocation(z.Name); err == nil {
			return where, true
		}
	}
	const most = 14 * 60
	minutes, err := strconv.Atoi(z.Bias)
	if err != nil || minutes < -most || minutes > most {
		return time.UTC, false
	}
	return time.FixedZone(z.Name, minutes*60), true
}

// wireZone is a time zone as the service sends it.
type wireZone struct {
	Name jsonobj.FlexString `json:"name"`
	Bias jsonobj.FlexString `json:"bias"`
}

func (w wireZone) zone() Zone { return Zone{Name: rest.Clean(w.Name), Bias: rest.Clean(w.Bias)} }
