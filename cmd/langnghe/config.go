package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/viper"

	"langnghe"
	"langnghe/bot"
	"langnghe/bot/schedule"
	"langnghe/internal/yamlpos"
	"langnghe/store"
	"langnghe/telegram"
	"langnghe/zalo"
)

// config is the settings of one run, checked.
type config struct {
	File    string // the file read, "" for none
	Stepped bool   // driven step by step: nothing may block
	Dir     string // what relative paths are relative to: the file's folder

	Listen, PublicURL, WebhookPrefix, AdminListen string
	StopTimeout                                   time.Duration
	LogLevel, LogFormat                           string

	DataFile, KeyFile    string
	MaxSize              int
	InboxDays, AuditDays int
	OrgFile, FlowsDir    string
	Zone                 *time.Location
	Telegram             telegram.Config
	Zalo                 zalo.Config
	OAName               string
	Settings             bot.Settings
	Rules                []schedule.Rule
}

const envPrefix = "LANGNGHE_"

// loadConfig reads the default settings, the file (if path is not ""), and the
// environment, in rising order of weight. Everything wrong comes back at once,
// with where it stands.
func loadConfig(path string, environ []string) (*config, []yamlpos.Problem) {
	defaults, bad := yamlpos.Parse("config.yaml", langnghe.Config)
	if bad != nil {
		return nil, bad
	}
	v := viper.New()
	v.SetConfigType("yaml")
	if err := v.ReadConfig(strings.NewReader(string(langnghe.Config))); err != nil {
		return nil, []yamlpos.Problem{{File: "config.yaml", Message: err.Error()}}
	}
	var problems []yamlpos.Problem
	c := &config{File: path, Dir: "."}
	rules := defaults.Get("schedule")
	if path != "" {
		c.Dir = filepath.Dir(path)
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, []yamlpos.Problem{{File: path, Message: "không đọc được tệp: " + reason(err)}}
		}
		root, bad := yamlpos.Parse(path, data)
		if bad != nil {
			return nil, bad
		}
		sameShape(root, defaults)
		if root.Has("schedule") {
			rules = root.Get("schedule")
		}
		problems = root.Problems()
		if err := v.MergeConfig(strings.NewReader(string(data))); err != nil && len(problems) == 0 {
			problems = append(problems, yamlpos.Problem{File: path, Message: err.Error()})
		}
	}
	problems = append(problems, overlay(v, defaults, environ)...)
	c.Rules, problems = readRules(rules, problems)
	problems = append(problems, c.fill(v)...)
	if len(problems) > 0 {
		return nil, problems
	}
	return c, nil
}

// reason is an error of the file system without the path, which the problem names already.
func reason(err error) string {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// leaves lists the dotted keys of single settings.
func leaves(n *yamlpos.Node, prefix string) []string {
	var keys []string
	for _, k := range n.Keys() {
		key := k.Raw()
		if prefix != "" {
			key = prefix + "." + key
		}
		if v := n.Get(k.Raw()); v.Kind() == yamlpos.Map {
			keys = append(keys, leaves(v, key)...)
		} else if key != "schedule" {
			keys = append(keys, key)
		}
	}
	return keys
}

// sameShape reports keys that are no setting and values of another kind than
// the default's.
func sameShape(n, def *yamlpos.Node) {
	var valid []string
	for _, k := range def.Keys() {
		valid = append(valid, k.Raw())
	}
	if !n.Only(valid...) {
		return
	}
	for _, k := range n.Keys() {
		got, want := n.Get(k.Raw()), def.Get(k.Raw())
		if k.Raw() == "schedule" {
			continue
		}
		switch want.Kind() {
		case yamlpos.Map:
			sameShape(got, want)
		case yamlpos.List:
			got.List()
		case yamlpos.Scalar:
			if got.Kind() == yamlpos.Null {
				continue
			}
			switch {
			case want.Raw() == "true" || want.Raw() == "false":
				got.Bool()
			case isInt(want):
				got.Int()
			case isDuration(want):
				got.Duration()
			case got.Kind() != yamlpos.Scalar:
				got.Problem("cần một giá trị đơn, ví dụ %q", want.Raw())
			}
		}
	}
}

func isInt(n *yamlpos.Node) bool {
	if n.Quoted() || n.Raw() == "" {
		return false
	}
	return strings.Trim(n.Raw(), "0123456789") == ""
}

func isDuration(n *yamlpos.Node) bool {
	_, err := time.ParseDuration(n.Raw())
	return err == nil && !n.Quoted() && !isInt(n)
}

// overlay puts the environment's values over the file's. A LANGNGHE_ variable
// that names no setting is a mistake, not a wish.
func overlay(v *viper.Viper, defaults *yamlpos.Node, environ []string) []yamlpos.Problem {
	var problems []yamlpos.Problem
	byEnv := map[string]string{}
	var names []string
	for _, key := range leaves(defaults, "") {
		name := envPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
		byEnv[name] = key
		names = append(names, name)
	}
	sorted := slices.Clone(environ)
	slices.Sort(sorted)
	for _, kv := range sorted {
		name, value, _ := strings.Cut(kv, "=")
		if !strings.HasPrefix(name, envPrefix) {
			continue
		}
		key, ok := byEnv[name]
		if !ok {
			if base, cut := strings.CutSuffix(name, "_FILE"); cut && byEnv[base] != "" {
				data, err := os.ReadFile(value)
				if err != nil {
					problems = append(problems, yamlpos.Problem{File: name, Message: "không đọc được tệp: " + reason(err)})
					continue
				}
				key, value, ok = byEnv[base], strings.TrimSpace(string(data)), true
			}
		}
		if !ok {
			problems = append(problems, yamlpos.Problem{File: name, Message: "không có biến này" + yamlpos.Hint(name, names)})
			continue
		}
		def := at(defaults, key)
		if def.Kind() == yamlpos.List {
			v.Set(key, strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }))
			continue
		}
		if msg := fits(def, value); msg != "" {
			problems = append(problems, yamlpos.Problem{File: name, Message: msg})
			continue
		}
		v.Set(key, value)
	}
	return problems
}

// at is the node of a dotted key.
func at(n *yamlpos.Node, key string) *yamlpos.Node {
	for part := range strings.SplitSeq(key, ".") {
		n = n.Get(part)
	}
	return n
}

// fits says what is wrong with a value from the environment, "" when nothing is.
func fits(def *yamlpos.Node, value string) string {
	switch {
	case def.Raw() == "true" || def.Raw() == "false":
		if value != "true" && value != "false" {
			return "cần true hoặc false"
		}
	case isInt(def):
		if value == "" || strings.Trim(value, "0123456789") != "" {
			return "cần một số nguyên, ví dụ " + def.Raw()
		}
	case isDuration(def):
		if _, err := time.ParseDuration(value); err != nil {
			return "cần một khoảng thời gian, ví dụ " + def.Raw()
		}
	}
	return ""
}

// path makes a file name of the settings usable from anywhere.
func (c *config) path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(c.Dir, p)
}

// fill takes the values from viper into the typed settings and checks what
// belongs together.
func (c *config) fill(v *viper.Viper) []yamlpos.Problem {
	var problems []yamlpos.Problem
	file := c.File
	if file == "" {
		file = "config.yaml"
	}
	wrong := func(format string, args ...any) {
		problems = append(problems, yamlpos.Problem{File: file, Message: fmt.Sprintf(format, args...)})
	}
	zone, err := time.LoadLocation(v.GetString("time_zone"))
	if err != nil {
		wrong("time_zone: không có múi giờ %q; hãy viết Asia/Ho_Chi_Minh", v.GetString("time_zone"))
		zone = time.UTC
	}
	c.Zone = zone
	c.Listen, c.AdminListen = v.GetString("server.listen"), v.GetString("server.admin_listen")
	c.PublicURL = strings.TrimRight(v.GetString("server.public_url"), "/")
	c.WebhookPrefix = "/" + strings.Trim(v.GetString("server.webhook_prefix"), "/")
	c.StopTimeout = v.GetDuration("server.stop_timeout")
	c.LogLevel, c.LogFormat = v.GetString("log.level"), v.GetString("log.format")
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, c.LogLevel) {
		wrong("log.level: %q không đúng; hãy dùng debug, info, warn hoặc error", c.LogLevel)
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		wrong("log.format: %q không đúng; hãy dùng text hoặc json", c.LogFormat)
	}
	data, err := store.ParseURL(v.GetString("store.url"))
	if err != nil {
		wrong("store.url: hãy viết bolt:ĐƯỜNG_DẪN, ví dụ bolt:data/langnghe.db")
	}
	c.DataFile, c.KeyFile = c.path(data), c.path(v.GetString("store.key_file"))
	c.MaxSize = v.GetInt("store.max_size_mb") << 20
	c.InboxDays, c.AuditDays = v.GetInt("store.inbox_days"), v.GetInt("store.audit_days")
	c.OrgFile, c.FlowsDir = c.path(v.GetString("org.file")), c.path(v.GetString("flows.dir"))
	c.OAName = v.GetString("zalo.oa_name")
	c.Telegram = telegram.Config{
		Token: telegram.Secret(v.GetString("telegram.token")), WebhookSecret: telegram.Secret(v.GetString("telegram.webhook_secret")),
		APIURL: v.GetString("telegram.api_url"), Mode: v.GetString("telegram.mode"), PerSec: v.GetFloat64("telegram.per_second"),
		PublicURL: c.PublicURL + c.WebhookPrefix + "/telegram",
	}
	z := zalo.DefaultConfig()
	z.AppID, z.OAID = v.GetString("zalo.app_id"), v.GetString("zalo.oa_id")
	z.AppSecret, z.OASecretKey = zalo.Secret(v.GetString("zalo.app_secret")), zalo.Secret(v.GetString("zalo.oa_secret_key"))
	z.RefreshToken = zalo.Secret(v.GetString("zalo.refresh_token"))
	z.APIURL, z.OAuthURL = v.GetString("zalo.api_url"), v.GetString("zalo.oauth_url")
	z.PerMinute, z.Window = v.GetInt("zalo.per_minute"), v.GetDuration("zalo.window")
	z.Buttons, z.Proof, z.TestPass = v.GetBool("zalo.buttons"), v.GetBool("zalo.proof"), v.GetBool("zalo.test_pass")
	c.Zalo = z
	if z.Enabled() {
		if err := z.Check(); err != nil {
			wrong("%v", err)
		}
	}
	c.Settings = c.settings(v, wrong)
	return problems
}

// settings are the product's own.
func (c *config) settings(v *viper.Viper, wrong func(string, ...any)) bot.Settings {
	s := bot.Defaults(c.Zone)
	s.HelpContact = v.GetString("help_contact")
	s.ConsentVersion = v.GetString("consent_version")
	s.OANameForCode = c.OAName
	s.InviteLife, s.InviteUses = v.GetDuration("invite.life"), v.GetInt("invite.unit_uses")
	s.CodeTries = v.GetInt("invite.tries_per_hour")
	s.DraftNudge, s.StaffPause = v.GetDuration("conversation.nudge"), v.GetDuration("conversation.staff_pause")
	s.ParkLife = v.GetDuration("conversation.parked")
	s.SmallGroup = v.GetInt("digest.small_group")
	s.Urgent = bot.UrgentSettings{
		Immediate: v.GetStringSlice("urgent.immediate"),
		AckDay: map[string]time.Duration{
			bot.LevelUrgent: v.GetDuration("urgent.ack_khan"), bot.LevelImmediate: v.GetDuration("urgent.ack_hoa_toc"),
		},
		AckNight: map[string]time.Duration{
			bot.LevelUrgent: v.GetDuration("urgent.ack_khan_off_hours"), bot.LevelImmediate: v.GetDuration("urgent.ack_hoa_toc_off_hours"),
		},
		Repeat: v.GetInt("urgent.repeat"),
	}
	if s.DraftNudge < 24*time.Hour {
		wrong("conversation.nudge: không dưới 24h")
	}
	var err error
	if s.Quiet, err = schedule.ParseQuietHours(v.GetStringSlice("quiet_hours")...); err != nil {
		wrong("quiet_hours: %v", err)
	}
	if s.Office, err = schedule.ParseQuietHours(v.GetStringSlice("office_hours")...); err != nil {
		wrong("office_hours: %v", err)
	}
	for _, r := range c.Rules {
		if r.Kind == bot.RuleDeadline && s.ReminderRule == "" {
			s.ReminderRule = r.ID
		}
	}
	return s
}
