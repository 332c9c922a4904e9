package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"rcfwd/api/index"
	"rcfwd/api/signin"
)

func (p program) logoutCommand() *cobra.Command {
	var f flags
	var asJSON, forget bool
	cmd := &cobra.Command{
		Use:   "logout",
		Short: "End the sign-in of a profile, at the server and on this machine",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.noDemo(cmd); err != nil {
				return err
			}
			o, err := newConnector(&f, p.keys).forCommand(cmd.ErrOrStderr()).options("")
			if err == nil {
				err = o.Folders.CheckPlaces()
			}
			if err != nil {
				return err
			}
			kept, _ := indexesOf(cmd.Context(), &o)
			r, err := signin.Logout(cmd.Context(), &o)
			if err == nil {
				err = leaveIndexes(kept, forget, &r)
			}
			if err != nil {
				return err
			}
			if err := report(cmd.OutOrStdout(), asJSON, r, logoutFacts(r)); err != nil || r.Erased {
				return err
			}
			return errors.New("the sign-in is still here: " + r.NotErased)
		},
	}
	profileFlags(cmd, &f)
	f.declareUnused(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&forget, "forget", false, "also remove the index: what was read of the whole account")
	return cmd
}

// indexesOf returns the indexes of the profile, and whether the sign-in tells whose they are:
// before a first token it does not, and then only a single one counts. After a logout it is
// not known either. Nothing is sent.
func indexesOf(ctx context.Context, o *signin.Options) (all []*index.Index, known bool) {
	st, err := signin.ReadStatus(ctx, o)
	if err != nil {
		return nil, false
	}
	all = index.Files(index.DirIn(o.Folders.State), index.Key{Server: st.Server, Account: o.Profile.Account, SignedIn: st.OwnerID})
	for _, x := range all {
		x.Keep = o.Profile.IndexKeep
	}
	if st.OwnerID == "" && len(all) > 1 {
		return nil, false
	}
	return all, st.OwnerID != ""
}

// leaveIndexes removes indexes, or says that they stay.
func leaveIndexes(all []*index.Index, forget bool, r *signin.LogoutResult) error {
	for _, x := range all {
		if forget {
			if err := x.Clear(); err != nil {
				return err
			}
			continue
		}
		r.Remaining = append(r.Remaining, "What was read of the whole account is in "+x.Path()+"; rcfwd logout --forget removes it.")
	}
	return nil
}

// logoutFacts lists what the logout could do and what it could not.
func logoutFacts(r signin.LogoutResult) []fact {
	facts := []fact{{"profile", r.Profile + " at " + r.Server}}
	session := "the session"
	if r.StoredServer != "" {
		session = "the stored session at " + r.StoredServer
	}
	switch {
	case r.NotRevoked != "":
		facts = append(facts, fact{"at server", session + " could not be ended: " + r.NotRevoked})
	case r.Revoked:
		facts = append(facts, fact{"at server", session + " has ended"})
	default:
		facts = append(facts, fact{"at server", "there was no session to end"})
	}
	if r.Erased {
		facts = append(facts, fact{"here", "the sign-in was removed"})
	} else {
		facts = append(facts, fact{"here", "not removed: " + r.NotErased})
	}
	for _, l := range r.Remaining {
		facts = append(facts, fact{"still there", l})
	}
	return facts
}
