package cli

import (
	"errors"
	"io"
	"os"

	"rcfwd/api/index"
	"rcfwd/api/risk"
	"rcfwd/ui/cli/output"
)

// ExportForwards writes the uses of extensions in the index to a new file, as rcfwd
// forwards --csv prints them, and returns how many there are. region is the country whose
// national numbers can be dialled.
func (a *account) ExportForwards(name string, x *index.Index, region string, wanted func(id string) bool) (rows int, err error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	policy := a.common.Risk
	policy.Home = region
	rows, err = writeForwards(f, x, &numberRisks{policy, map[string][]risk.Finding{}}, a.profile.Name, wanted)
	return rows, errors.Join(err, f.Close())
}

func writeForwards(w io.Writer, x *index.Index, risks *numberRisks, profile string, wanted func(id string) bool) (rows int, err error) {
	p, err := output.NewPrinter(w, useList(), output.Options{Form: output.CSV})
	if err != nil {
		return 0, err
	}
	heads, err := x.Heads()
	if err != nil {
		return 0, err
	}
	numbers := make(map[string]string, len(heads))
	for i := range heads {
		numbers[heads[i].ID] = heads[i].Number
	}
	for r, err := range x.Newest() {
		if err != nil {
			return rows, err
		}
		if r.Gone || !wanted(r.ID) {
			continue
		}
		for i := range r.Uses {
			u := &r.Uses[i]
			if err := p.Print(&useRow{&r, u, numbers[u.ExtensionID], risks.ids(u), profile}); err != nil {
				return rows, err
			}
			rows++
		}
	}
	return rows, p.Close()
}
