package framework

import (
	"bytes"
	"encoding/base64"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Archive is what an ephemeral resource shows of a zip archive that it downloaded. It holds private keys, so it is for
// ephemeral resources only: neither state nor plan ever has it.
type Archive struct {
	ContentBase64 types.String `tfsdk:"content_base64"`
	Files         types.Map    `tfsdk:"files"`
	FilesBase64   types.Map    `tfsdk:"files_base64"`
}

// NewArchive unpacks an archive. Its files need not be text, so each is there in base64, and those that are text as text, too.
func NewArchive(archive []byte) (Archive, error) {
	files, err := client.Unzip(archive)
	if err != nil {
		return Archive{}, err
	}
	texts, encoded := map[string]string{}, make(map[string]string, len(files))
	for name, content := range files {
		encoded[name] = base64.StdEncoding.EncodeToString(content)
		if isText(content) {
			texts[name] = string(content)
		}
	}
	return Archive{types.StringValue(base64.StdEncoding.EncodeToString(archive)), StringMap(texts), StringMap(encoded)}, nil
}

// isText reports whether a file can be a string of Terraform's as it is: UTF-8, and no binary file that happens to be.
func isText(content []byte) bool { return utf8.Valid(content) && !bytes.ContainsRune(content, 0) }

// ArchiveAttributes are the attributes of Archive.
func ArchiveAttributes() map[string]schema.Attribute {
	files := func(description string) schema.MapAttribute {
		return schema.MapAttribute{MarkdownDescription: description, Computed: true, Sensitive: true, ElementType: types.StringType}
	}
	return map[string]schema.Attribute{
		"content_base64": schema.StringAttribute{
			MarkdownDescription: "The whole zip archive, in base64.", Computed: true, Sensitive: true,
		},
		"files": files("The files of the archive that are text, such as certificates and keys in PEM and configurations in YAML or JSON, by their names with folders, " +
			"as the archive has them."),
		"files_base64": files("All files of the archive by their names with folders, each in base64, whether it is text or not."),
	}
}
