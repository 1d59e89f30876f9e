package telegram

import (
	"strings"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"
)

// command splits "/name@to rest". name is lower-case and "" when text does not
// begin with a command. The platform marks commands itself; its offsets count
// UTF-16 units, and a client may leave the mark out, so a leading slash does
// as well.
func command(text string, entities []models.MessageEntity) (name, to, rest string) {
	if !strings.HasPrefix(text, "/") {
		return "", "", ""
	}
	end := strings.IndexFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' })
	if end < 0 {
		end = len(text)
	}
	for _, e := range entities {
		if e.Type == models.MessageEntityTypeBotCommand && e.Offset == 0 && e.Length > 0 {
			end = byteOffset(text, e.Length)
			break
		}
	}
	name, to, _ = strings.Cut(text[1:max(1, end)], "@")
	name = strings.ToLower(name)
	if !commandShape.MatchString(name) {
		return "", "", ""
	}
	return name, to, strings.TrimSpace(text[end:])
}

// byteOffset is where the first units UTF-16 units of s end.
func byteOffset(s string, units int) int {
	for i, r := range s {
		if units <= 0 {
			return i
		}
		units -= max(1, utf16.RuneLen(r))
	}
	return len(s)
}

// sameName compares usernames as the platform does, without regard to case.
func sameName(a, b string) bool { return strings.EqualFold(a, b) }
