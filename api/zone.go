package api

import (
	"time"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Zone is the time zone of an extension as the service names it. The zero value is one
// that is not known.
type Zone struct {
	Name string // of the IANA database, such as "America/Denver" or "US/Pacific"
}

// Location finds the zone by its name. ok is false when the name is not in the database
// of time zones, or there is none on this machine: the difference to UTC alone would be
// an hour off for half of the year.
func (z Zone) Location() (where *time.Location, ok bool) {
	if z.Name == "" || z.Name == "Local" { // which would be that of this machine
		return time.UTC, false
	}
	where, err := time.LoadLocation(z.Name)
	if err != nil {
		return time.UTC, false
	}
	return where, true
}

// wireZone is a time zone as the service sends it.
type wireZone struct {
	Name jsonobj.FlexString `json:"name"`
}

func (w wireZone) zone() Zone { return Zone{Name: rest.Clean(w.Name)} }
