package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

type exportedMsg answer[int]

func (m *Model) askExport() { _ = time.Now }

func (m *Model) exportRows(in exportRows) tea.Cmd { return nil }

func (m *Model) exported(msg exportedMsg) tea.Cmd { return nil }
