package sandbox

import "rcfwd/api/jsonobj"

// listMenus lists the IVR menus in one piece (V: the SDK; IvrMenuList has no
// pages).
func (c *call) listMenus() (result, error) {
	records := []jsonobj.Object{}
	for _, e := range c.company.ofType(menuType) {
		records = append(records, c.menuHead(e))
	}
	return success(jsonobj.New("uri", c.canonical(), "records", records)), nil
}

// menuHead is IvrMenuListInfo (V).
func (c *call) menuHead(e *Extension) jsonobj.Object {
	return jsonobj.New("id", e.ID, "uri", c.accountURI()+"/ivr-menus/"+e.ID, "name", e.Name(), "extensionNumber", e.Number)
}

// readMenu is IvrMenuInfo (V).
func (c *call) readMenu() (result, error) {
	e, err := c.named("ivrMenuId", menuType)
	if err != nil {
		return result{}, err
	}
	m := c.company.menuOf(e)
	info := c.menuHead(e).With("promptRepeatCount", m.Repeat)
	if site := c.siteRefOf(e); site != nil {
		info = info.With("site", site)
	}
	actions := []jsonobj.Object{}
	for _, k := range m.Keys {
		actions = append(actions, c.showKey(k))
	}
	return success(info.With("prompt", jsonobj.New("mode", "TextToSpeech", "text", m.Prompt)).With("actions", actions)), nil
}

// showKey is IvrMenuActionsInfo (V). An extension that has left the company is
// shown by its ID alone (Guess).
func (c *call) showKey(k MenuKey) jsonobj.Object {
	action := jsonobj.New("input", k.Input, "action", k.Action)
	if k.Phone != "" {
		action = action.With("phoneNumber", k.Phone)
	}
	if k.ExtensionID == "" {
		return action
	}
	target := jsonobj.New("id", k.ExtensionID)
	if e := c.company.byID(k.ExtensionID); e != nil {
		target = jsonobj.New("uri", c.extensionURI(e), "id", e.ID, "name", e.Name(), "pin", e.Number)
	}
	return action.With("extension", target)
}
