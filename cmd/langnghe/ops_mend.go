package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"langnghe/bot/chat"
	"langnghe/store"
)

// lostWords says what it means that a record of a bucket is gone, and what to
// do; {} is what it was about, where that is known.
var lostWords = map[string]string{
	"sessions": "một cuộc trò chuyện: phần viết dở mất, người ấy bắt đầu lại",
	"contacts": "trạng thái liên lạc của một người: có lại khi người ấy nhắn",
	"people":   "một người{}: khởi động lại để đọc lại từ tệp đơn vị, rồi cấp mã mời mới",
	"posts":    "một nhiệm vụ: khởi động lại để đọc lại từ tệp đơn vị; giao trong tin nhắn thì giao lại",
	"groups":   "một nhóm đã gắn: gắn lại bằng mã",
	"invites":  "một mã mời: cấp mã khác",
	"reports":  "báo cáo{}: không còn đọc được; hỏi lại người gửi, hoặc lấy từ bản sao lưu",
	"prompts":  "một yêu cầu báo cáo: gửi yêu cầu lại nếu còn cần",
	"media":    "một ảnh, tin thoại hoặc tệp: nơi nhận không còn thấy; hỏi lại người gửi",
	"outbox":   "tin gửi đi số{}: không được gửi",
	"timers":   "một việc hẹn giờ: việc khẩn và yêu cầu báo cáo đã được hẹn lại; lời nhắc viết dở thì thôi",
	"fired":    "trí nhớ của một lịch: coi như mới thấy, lần vừa lỡ không gửi bù",
	"flows":    "một bản kịch bản cũ{}: ai đang viết dở theo bản ấy sẽ phải bắt đầu lại",
	"audit":    "một dòng nhật ký",
	"vault":    "một khóa của nền tảng: nếu là Zalo thì cấp quyền lại",
}

// opStoreMend sets damaged records aside so that the line moves again, and says
// of each what that means.
func (n *node) opStoreMend(ctx context.Context, _ map[string]string) (string, error) {
	list, entries, err := n.store.Mend(ctx)
	if err != nil {
		return "", err
	}
	if len(list)+entries == 0 {
		return "Không có bản ghi nào hỏng.", nil
	}
	var lost []chat.Address
	timers := false
	lines := []string{fmt.Sprintf("Gạt riêng %d bản ghi hỏng, sửa %d mục của chỉ mục.", len(list), entries)}
	for _, d := range list {
		lines = append(lines, "- "+d.Bucket+"/"+d.Key+": "+lostWhat(d))
		timers = timers || d.Bucket == "timers"
		if d.Bucket == "sessions" && !d.Chat.IsZero() {
			lost = append(lost, d.Chat)
		}
	}
	told, err := n.bot.Mended(ctx, n.env.Now(), lost, timers)
	if told > 0 {
		lines = append(lines, fmt.Sprintf("Đã gửi lời xin lỗi tới %d người mất phần viết dở.", told))
	}
	if len(list) > 0 {
		lines = append(lines, fmt.Sprintf("Bản ghi gạt riêng được giữ %d ngày; chép ra bằng langnghe store aside TỆP. Tin bị giữ riêng vì bản ghi ấy: langnghe quarantine list, rồi replay.", n.cfg.InboxDays))
	}
	return strings.Join(lines, "\n"), err
}

func lostWhat(d store.Damaged) string {
	about := d.ID
	if about != "" {
		about = " " + about
	}
	return strings.Replace(lostWords[d.Bucket], "{}", about, 1)
}

// opStoreAside writes what was set aside into a file, sealed as it is.
func (n *node) opStoreAside(ctx context.Context, args map[string]string) (string, error) {
	f, err := os.OpenFile(args["file"], os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("không ghi được tệp: %w", err)
	}
	count, err := n.store.WriteAside(ctx, f)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", fmt.Errorf("không ghi được tệp: %w", err)
	}
	return fmt.Sprintf("Đã chép %d bản ghi hỏng ra %s, vẫn niêm phong như trong kho.", count, args["file"]), nil
}
