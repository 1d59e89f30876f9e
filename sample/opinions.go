package sample

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"langnghe/bot/org"
	"langnghe/bot/report"
)

// story is a matter people talk about. {noi} is a place, {dv} the kind of unit,
// {so} a number of households.
type story struct {
	topic, matter  string   // ids, as in the default lists
	where          string   // type of unit it fits, "" any
	says, adds     []string // one of each
	wants          []string // "" for nothing
	breadth, stand string   // likely keys, the likelier more often, by blanks
	rare           bool
}

var (
	topics = map[string]string{
		"kinh_te": "Kinh tế, giá cả, việc làm", "dat_dai": "Đất đai, giải phóng mặt bằng",
		"xay_dung_do_thi": "Xây dựng, quản lý đô thị", "giao_thong": "Giao thông", "moi_truong": "Môi trường",
		"thoat_nuoc_nuoc_sach": "Ngập úng, nước sạch, điện", "an_ninh": "An ninh, trật tự", "giao_duc": "Giáo dục",
		"y_te": "Y tế, an toàn thực phẩm", "an_sinh": "An sinh xã hội, chính sách", "nong_nghiep": "Nông nghiệp, nông thôn",
		"van_hoa": "Văn hóa, thể thao, nếp sống", "hanh_chinh": "Chính quyền hai cấp, cải cách hành chính",
		"thoi_su_khac": "Thời sự, không gian mạng, vấn đề khác",
	}
	matters = map[string]string{
		"gia_ca": "Giá cả, chi phí sinh hoạt", "kinh_doanh": "Kinh doanh, chợ, hộ cá thể, thuế", "du_an_cham": "Dự án chậm, dự án treo",
		"boi_thuong": "Bồi thường, tái định cư", "chung_cu": "Chung cư, nhà tập thể cũ", "via_he": "Vỉa hè, trật tự đô thị",
		"chieu_sang": "Chiếu sáng, cây xanh, công viên", "duong_hong": "Đường hỏng, công trình kéo dài", "un_tac": "Ùn tắc",
		"rac": "Thu gom, phân loại rác", "khong_khi": "Không khí, khói bụi, đốt rác", "song_ho": "Sông, hồ, kênh mương ô nhiễm",
		"ngap_ung": "Ngập úng, thoát nước", "nuoc_sach": "Nước sạch", "lua_dao": "Lừa đảo qua mạng, điện thoại",
		"phong_chay": "Phòng cháy, chữa cháy", "khoan_thu": "Các khoản thu, dạy thêm", "ban_tru": "Bữa ăn bán trú",
		"thuc_pham": "An toàn thực phẩm", "tram_y_te": "Trạm y tế, thuốc", "luong_huu": "Lương hưu, bảo hiểm xã hội",
		"thuy_loi": "Thủy lợi, đê điều", "dat_bo_hoang": "Đất nông nghiệp bỏ hoang", "nha_van_hoa": "Nhà văn hóa, sân chơi",
		"mot_cua": "Thủ tục, một cửa, đi lại xa hơn", "truc_tuyen": "Dịch vụ công trực tuyến", "tin_gia": "Tin giả, tin đồn trên mạng",
	}
	breadths = map[string]string{
		"ca_biet": "Một vài người", "mot_so": "Một số ý kiến", "nhieu": "Nhiều ý kiến", "da_so": "Đa số bà con",
		"tuyet_dai_da_so": "Tuyệt đại đa số",
	}
	stands = map[string]string{
		"dong_thuan": "Đồng tình, ủng hộ", "ban_khoan": "Băn khoăn, lo lắng", "buc_xuc": "Bức xúc, phản đối",
		"chua_ro": "Chưa rõ, còn lưỡng lự",
	}
)

// opinions are the answers of a periodic report: one to three opinions, as the
// flow dinh-ky asks for them.
func opinions(r *rand.Rand, tree *org.Tree, unit string) []report.Field {
	block := report.Field{ID: "y_kien", Label: "Ý kiến"}
	used := map[int]bool{}
	for range 1 + min(r.IntN(3), r.IntN(3)) {
		i := r.IntN(len(stories))
		for used[i] || !stories[i].fits(tree, unit) || stories[i].rare && r.IntN(2) == 0 {
			i = r.IntN(len(stories))
		}
		used[i] = true
		block.Items = append(block.Items, stories[i].tell(r, tree, unit))
	}
	return []report.Field{block}
}

func (s story) fits(tree *org.Tree, unit string) bool {
	return s.where == "" || s.where == kindOf(tree, unit)
}

func (s story) tell(r *rand.Rand, tree *org.Tree, unit string) []report.Field {
	fill := filler(r, tree, unit)
	one := func(list []string) string { return fill.Replace(list[r.IntN(len(list))]) }
	likely := func(keys string) string { f := strings.Fields(keys); return f[r.IntN(len(f))] }
	breadth, stand := likely(s.breadth), likely(s.stand)
	text := upper(one(s.says) + " " + one(s.adds))
	fields := []report.Field{
		{ID: "linh_vuc", Label: "Lĩnh vực", Value: s.topic, Shown: topics[s.topic]},
		{ID: "van_de", Label: "Vấn đề", Value: s.matter, Shown: matters[s.matter]},
		{ID: "noi_dung", Label: "Nội dung", Value: text, Shown: text},
		{ID: "muc_do", Label: "Mức độ", Value: breadth, Shown: breadths[breadth]},
		{ID: "khuynh_huong", Label: "Thái độ chung", Value: stand, Shown: stands[stand]},
	}
	if want := one(s.wants); want != "" {
		fields = append(fields, report.Field{ID: "kien_nghi", Label: "Kiến nghị", Value: want, Shown: want})
	}
	return fields
}

// kindOf is the type of the commune or ward that unit is or lies in.
func kindOf(tree *org.Tree, unit string) string {
	for _, id := range append([]string{unit}, tree.Ancestors(unit)...) {
		if u, _ := tree.Unit(id); u.Type == "xa" || u.Type == "phuong" {
			return u.Type
		}
	}
	return "phuong"
}

// filler puts a place and numbers into a story.
func filler(r *rand.Rand, tree *org.Tree, unit string) *strings.Replacer {
	place, kind := "tổ dân phố số "+strconv.Itoa(1+r.IntN(18)), "phường"
	if kindOf(tree, unit) == "xa" {
		place, kind = "thôn "+[]string{"Đông", "Đoài", "Trung", "Thượng", "Hạ", "Bắc", "Nam"}[r.IntN(7)], "xã"
	}
	if u, ok := tree.Unit(unit); ok && (u.Type == "to_dan_pho" || u.Type == "thon") {
		place = strings.ToLower(u.Name[:1]) + u.Name[1:]
	}
	numbers := []string{"mười", "mười lăm", "hai mươi", "ba mươi", "bốn mươi", "năm mươi"}
	return strings.NewReplacer("{noi}", place, "{dv}", kind, "{so}", numbers[r.IntN(len(numbers))])
}

func upper(s string) string {
	for i, c := range s {
		if i == 0 {
			return strings.ToUpper(string(c)) + s[len(string(c)):]
		}
	}
	return s
}
