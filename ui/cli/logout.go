package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"rcfwd/api/signin"
)

func (p program) logoutCommand() *cobra.Command {
	var f flags
	var asJSON bool
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
			r, err := signin.Logout(cmd.Context(), &o)
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
	return cmd
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
