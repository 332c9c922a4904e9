package cli

import (
	"context"
	"errors"
	"fmt"

	"rcfwd/api"
	"rcfwd/ui"
)

// session is the extension that a command works on. What a command needs of it is read
// when it is asked for, and once.
type session struct {
	*invocation
	to        ui.Connection
	snapshot  api.Snapshot
	extension *api.Extension
	self      *api.Extension
	hashNeed  api.Need // what the hash of --if-unchanged needs

	saidUnknowns bool            // what findings about costs cannot tell was said
	allowed      map[string]bool // permissions that the user has, as far as they were asked for
}

// open opens the extension. A write is refused where nothing may be changed, before a
// request is sent.
func (i *invocation) open(ctx context.Context) (*session, error) {
	to, err := i.connect(ctx)
	if err != nil {
		return nil, err
	}
	if to.ReadOnly && i.changes() && !i.writing.dryRun {
		return nil, errors.New("nothing can be changed: read-only is set by --read-only, the profile or RCFWD_READ_ONLY; nothing was sent")
	}
	return &session{invocation: i, to: to, allowed: map[string]bool{}}, nil
}

func (i *invocation) connect(ctx context.Context) (ui.Connection, error) {
	if i.flags.demo {
		return i.Demo()
	}
	return i.Open(ctx, "")
}

// read reads parts of the extension, beside those that were read already.
func (s *session) read(ctx context.Context, need api.Need) error {
	now, err := s.to.Service.Read(ctx, &s.snapshot, need)
	if err != nil {
		return err
	}
	s.snapshot = s.snapshot.Merge(&now)
	for _, u := range append(now.UnreadNumbers, now.UnreadRules...) {
		s.tell(incomplete(fmt.Errorf("could not be read: %s", api.UnreadWords([]api.Unread{u}))))
	}
	if need.Rules && now.RulesRefused != nil {
		s.tell(incomplete(fmt.Errorf("the rules could not be read: %s", api.Explain(now.RulesRefused))))
	}
	return nil
}

// open extension and signed-in user, for what records them or depends on their country.

func (s *session) who(ctx context.Context) (api.Extension, error) {
	if s.extension == nil {
		e, err := s.to.Service.Extension(ctx)
		if err != nil {
			return e, err
		}
		s.extension = &e
	}
	return *s.extension, nil
}

func (s *session) user(ctx context.Context) (api.Extension, error) {
	if s.self == nil && !s.to.Other {
		return s.who(ctx)
	}
	if s.self == nil {
		e, err := s.to.Service.Self(ctx)
		if err != nil {
			return e, err
		}
		s.self = &e
	}
	return *s.self, nil
}

// region is the country whose national numbers can be typed.
func (s *session) region(ctx context.Context) (string, error) {
	if s.to.Region != "" {
		return s.to.Region, nil
	}
	e, err := s.who(ctx)
	return e.Country, err
}

// number finds a number by what people call it. The numbers must have been read.
func (s *session) number(ctx context.Context, which string) (api.Number, error) {
	if n, err := s.snapshot.FindNumber(which, s.to.Region); err == nil && s.to.Region != "" {
		return n, nil
	}
	region, err := s.region(ctx)
	if err != nil {
		return api.Number{}, err
	}
	return s.snapshot.FindNumber(which, region)
}

// other reports whether the extension is not that of the signed-in user.
func (s *session) other(ctx context.Context) (bool, error) {
	if !s.to.Other {
		return false, nil
	}
	open, err := s.who(ctx)
	if err != nil {
		return false, err
	}
	self, err := s.user(ctx)
	return open.ID != self.ID, err
}

// permitted returns the error of a permission that the signed-in user lacks. A permission is
// asked for once in a run.
func (s *session) permitted(ctx context.Context, permission string) error {
	if permission == "" || s.allowed[permission] {
		return nil
	}
	other, err := s.other(ctx)
	if err != nil {
		return err
	}
	allowed, err := s.client().Allowed(ctx, permission)
	if err != nil {
		return err
	}
	if allowed {
		s.allowed[permission] = true
		return nil
	}
	of := ""
	if other {
		of = " for other extensions"
	}
	return fmt.Errorf("your role lacks the permission %s%s; an administrator grants it in the admin portal under Users > Roles", permission, of)
}

// editor opens the write path of the extension.
func (s *session) editor(ctx context.Context) (editor, error) {
	open, err := s.who(ctx)
	if err != nil {
		return editor{}, err
	}
	self, err := s.user(ctx)
	if err != nil {
		return editor{}, err
	}
	opened, err := s.to.OpenEditor(open, self)
	if err != nil {
		return editor{}, err
	}
	return opened.(editor), nil
}

// client is the client of the extension, for requests that no screen makes.
func (s *session) client() *api.Client { return s.to.Service.(*api.Client) }
