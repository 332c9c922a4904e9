package sweep

import (
	"context"
	"time"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/rest"
)

// Reread reads one extension into the index, also while Run reads others. One that is not
// in the account any longer is noted as gone. Where no Estimate has read the list, it reads
// that first, once.
func (s *Sweep) Reread(ctx context.Context, id string) (index.Reading, error) {
	ctx = rest.WithPace(ctx, s.pace)
	if s.list == nil {
		l, err := readList(ctx, s.Client)
		if err != nil {
			return index.Reading{}, err
		}
		s.list = l
	}
	e, err := s.Client.FindPerson(ctx, api.Who{By: api.ByID, Text: id})
	if rest.Is(err, "CMN-102") {
		return s.noteGone(id)
	}
	if err != nil {
		return index.Reading{}, err
	}
	l := s.listedAs(&e)
	reader := &reader{client: s.Client, owners: s.list.owners}
	now, err := reader.read(ctx, &l)
	if err == nil {
		err = s.Index.Append(now)
	}
	return now, err
}

// listedAs returns the extension of the list with what it is called now.
func (s *Sweep) listedAs(e *api.Extension) listed {
	l := listed{id: e.ID}
	if i, known := s.list.byID[e.ID]; known {
		l = s.list.all[i]
	}
	l.number, l.name, l.kind, l.status, l.class, l.at = e.Number, e.Name, e.Type, e.Status, classOf(e.Type), time.Now()
	return l
}

func (s *Sweep) noteGone(id string) (index.Reading, error) {
	r, known, err := s.Index.Reading(id)
	if err != nil || !known {
		return r, err
	}
	gone := index.Reading{
		V: index.Version, Class: r.Class, ListedAt: time.Now().UTC(), Gone: true,
		ID: r.ID, Number: r.Number, Name: r.Name, Type: r.Type, Status: r.Status,
	}
	return gone, s.Index.Append(gone)
}
