package sandbox

import "rcfwd/api/jsonobj"

// listSites lists the sites, the main site first (Guess). Guess: an account
// without the feature has an empty list.
func (c *call) listSites() (result, error) {
	return pageOf(c, c.company.Sites, func(s *Site) any { return c.showSite(s) })
}

// readSite reads a site by the ID of its extension, or "main-site" (V).
func (c *call) readSite() (result, error) {
	for _, s := range c.company.Sites {
		if s.id() == c.r.PathValue("siteId") {
			return success(c.showSite(s)), nil
		}
	}
	return result{}, notFound("siteId")
}

// id is what calls name the site by (V).
func (s *Site) id() string {
	if s.ExtensionID == "" {
		return mainSite
	}
	return s.ExtensionID
}

// showSite is SiteInfo (V).
func (c *call) showSite(s *Site) jsonobj.Object {
	site := jsonobj.New("id", s.id(), "uri", c.accountURI()+"/sites/"+s.id(), "name", s.Name)
	if e := c.company.byID(s.ExtensionID); e != nil {
		site = site.With("extensionNumber", e.Number)
	}
	site = site.With("businessAddress", jsonobj.New("country", "United States", "state", s.State, "city", s.City)).With("siteAccess", "Unlimited")
	if o := c.company.byID(s.OperatorID); o != nil {
		site = site.With("operator", jsonobj.New("id", o.ID, "uri", c.extensionURI(o), "extensionNumber", o.Number, "name", o.Name()))
	}
	return site
}
