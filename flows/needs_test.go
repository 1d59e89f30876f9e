package flows_test

import (
	"testing"

	"langnghe/flows"
)

// testNeeds declares what the default flows expect of a host.
func testNeeds() flows.Needs {
	return flows.Needs{
		Vars:  []string{"xung_ho", "Xung_ho", "ten", "don_vi", "lien_he", "thang", "gio", "ngay"},
		Lists: []string{"posts", "units_below"},
		Kinds: []string{"join", "link", "periodic", "nil", "urgent", "supplement", "transcript", "prompt_reply", "ask_more", "answer", "decline", "pass_up", "invite", "handover", "prompt", "withdraw", "erase", "profile", "group", "phone"},
		Roles: []string{"stranger", "collaborator", "hamlet_head", "lead_vice_chair", "chair", "opinion_office", "unit_admin", "system_admin", "standing_board", "office_liaison", "auditor"},
		Commands: []string{"my_reports", "my_data", "export", "drafts", "link", "unlink", "prefer", "prefer_last", "help", "person", "urgent", "menu", "deadlines", "digest", "topics", "late", "reports_in",
			"urgent_open", "unreachable", "regulation", "invite", "invite_group", "group", "renew_group", "handover", "prompt", "prompts", "forget_phone"},
	}
}

func defaultSet(t testing.TB) *flows.Set {
	t.Helper()
	s, problems := flows.Load(flows.Default, testNeeds())
	for _, p := range problems {
		t.Error(p)
	}
	if s == nil {
		t.FailNow()
	}
	return s
}

func TestDefaultLoads(t *testing.T) {
	s := defaultSet(t)
	again, problems := flows.LoadBundle(s.Bundle(), testNeeds())
	if again == nil || again.Version() != s.Version() || string(again.Bundle()) != string(s.Bundle()) {
		t.Fatalf("bundle: %v", problems)
	}
}
