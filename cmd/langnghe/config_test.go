package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"langnghe"
)

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestEveryMistakeAtOnce: whatever is wrong in a file comes back in one go,
// each with its place.
func TestEveryMistakeAtOnce(t *testing.T) {
	file := writeConfig(t, `servr: {listen: ":80"}
time_zone: Asia/Hanoi
log: {level: loud}
zalo: {app_id: "1"}
telegram: {token: "1:a", per_second: nhanh}
urgent: {ack_khan: 1 gio}
schedule:
  - {id: a, kind: deadlne, monthly: {day: 40, time: "25:00"}}
`)
	_, problems := loadConfig(file, []string{"LANGNGHE_TELEGRAM_TOKN=x", "LANGNGHE_ZALO_PER_MINUTE=nhiều", "HOME=/"})
	var got []string
	for _, p := range problems {
		got = append(got, strings.TrimPrefix(p.String(), file+":"))
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		`1:1: không có khóa "servr"; có phải ý là "server"?`,
		"2:12: ", "3:14: ", "4:7: thiếu zalo.app_secret", "5:38: ", "6:20: ", "8:19: ", "8:5: ",
		"LANGNGHE_TELEGRAM_TOKN", "LANGNGHE_TELEGRAM_TOKEN", "LANGNGHE_ZALO_PER_MINUTE", "telegram.webhook_secret",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not among:\n%s", want, all)
		}
	}
}

// TestDefaultsAreComplete: the file in the program alone is a whole set of settings.
func TestDefaultsAreComplete(t *testing.T) {
	c, problems := loadConfig("", nil)
	if len(problems) > 0 {
		t.Fatal(problemsError(problems))
	}
	if c.Listen != "127.0.0.1:8080" || c.WebhookPrefix != "/webhook" || c.Settings.ReminderRule != "bao-cao-thang" || len(c.Rules) != 4 {
		t.Errorf("defaults %+v", c)
	}
	if len(langnghe.Config) == 0 {
		t.Error("config.yaml is not in the program")
	}
}

// TestEnvironmentOverrides: each single setting can come from a variable, a
// secret from a file, and what comes from there is never printed.
func TestEnvironmentOverrides(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(secret, []byte("123:very-secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, problems := loadConfig("", []string{
		"LANGNGHE_TELEGRAM_TOKEN_FILE=" + secret, "LANGNGHE_TELEGRAM_WEBHOOK_SECRET=hush", "LANGNGHE_SERVER_PUBLIC_URL=https://x.example/",
		"LANGNGHE_ZALO_WINDOW=48h", "LANGNGHE_QUIET_HOURS=21:00-06:00",
	})
	if len(problems) > 0 {
		t.Fatal(problemsError(problems))
	}
	if string(c.Telegram.Token) != "123:very-secret" || c.Zalo.Window != 48*time.Hour ||
		c.Telegram.PublicURL != "https://x.example/webhook/telegram" || len(c.Settings.Quiet) != 1 {
		t.Errorf("settings were not taken from the environment")
	}
	if s := c.Telegram.Token.String() + c.Telegram.WebhookSecret.GoString(); strings.Contains(s, "secret") || strings.Contains(s, "hush") {
		t.Errorf("a secret prints as %s", s)
	}
}

// TestPeriodOfDigests: only digests are about a month, and only about two of them.
func TestPeriodOfDigests(t *testing.T) {
	for rule, problem := range map[string]string{
		`{id: a, kind: digest, cron: "0 8 1 * *", period: previous}`:                  "",
		`{id: a, kind: digest, cron: "0 8 1 * *", period: last}`:                      "previous",
		`{id: a, kind: briefing, monthly: {day: 1, time: "08:00"}, period: previous}`: "chỉ lịch digest mới có period",
	} {
		c, problems := loadConfig(writeConfig(t, "schedule:\n  - "+rule+"\n"), nil)
		switch {
		case problem == "" && (len(problems) > 0 || c.Rules[0].Params["period"] != "previous"):
			t.Errorf("%s: %v", rule, problems)
		case problem != "" && (len(problems) != 1 || !strings.Contains(problems[0].String(), problem)):
			t.Errorf("%s: %v", rule, problems)
		}
	}
}

// TestTemplatesOfTheConfig: approved texts are checked where they stand.
func TestTemplatesOfTheConfig(t *testing.T) {
	file := writeConfig(t, `zalo:
  template_budget: 10000
  template_closed: ["22:00"]
  templates:
    - {use: reminder, id: "1", by: uid, price: 560, data: {ten: xung_ho, han: han}}
    - {use: chat, id: "2", by: uid, price: 560}
    - {use: alert, id: "3", by: phone, price: 0, data: {han: han}}
    - {use: prompt, id: "4", by: sms, prise: 5}
    - {use: reminder, id: "1", by: uid, price: 560}
    - {use: reminder, id: "5", by: uid, price: 1, data: {noi_dung: noi_dung}}
schedule:
  - {id: a, kind: deadlne, monthly: {day: 15, time: "17:00"}}
`)
	_, problems := loadConfig(file, []string{"LANGNGHE_ZALO_TEMPLATES=1,2"})
	var got []string
	for _, p := range problems {
		got = append(got, strings.TrimPrefix(p.String(), file+":"))
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		"3:20: ", `6:13: `, "7:33: gửi theo số điện thoại cần zalo.ask_phone", "7:47: cần giá", "7:62: ", `8:39: không có khóa "prise"`,
		"9:27: ", "10:68: ", "LANGNGHE_ZALO_TEMPLATES: không có biến này", "12:19: ",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not among:\n%s", want, all)
		}
	}
	if len(problems) != 10 {
		t.Errorf("%d problems:\n%s", len(problems), all)
	}
	if _, problems = loadConfig(writeConfig(t, "zalo: {template_budget: 5, template_each: 0, template_rest: 0s}"), nil); len(problems) != 3 {
		t.Errorf("settings that do not fit: %v", problems)
	}
	c, problems := loadConfig(writeConfig(t, `zalo:
  template_budget: 10000
  ask_phone: true
  templates:
    - {use: reminder, id: "1", by: uid, price: 560, data: {ten: xung_ho, han: han}}
    - {use: reminder, id: "2", by: phone, price: 800}
`), nil)
	if len(problems) > 0 {
		t.Fatal(problemsError(problems))
	}
	k := c.Settings.Knock
	if len(k.Ways) != 2 || k.Ways[0].Data["ten"] != "xung_ho" || k.Ways[0].Phone || !k.Ways[1].Phone || k.Ways[1].Price != 800 ||
		k.Budget != 10000 || k.Each != 3 || len(k.Closed) != 1 || !k.ByPhone() {
		t.Errorf("read %+v", k)
	}
}
