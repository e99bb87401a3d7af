package framework

import (
	"encoding/base64"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hwc-community/terraform-provider-hwc/internal/client"
)

// Archive is what an ephemeral resource shows of a zip archive that it downloaded. It holds private keys, so it is for
// ephemeral resources only: neither state nor plan ever has it.
type Archive struct {
	ContentBase64 types.String `tfsdk:"content_base64"`
	FilesBase64   types.Map    `tfsdk:"files_base64"`
}

// NewArchive unpacks an archive. Its files need not be text, so they are base64 like the whole.
func NewArchive(archive []byte) (Archive, error) {
	files, err := client.Unzip(archive)
	if err != nil {
		return Archive{}, err
	}
	encoded := make(map[string]string, len(files))
	for name, content := range files {
		encoded[name] = base64.StdEncoding.EncodeToString(content)
	}
	return Archive{types.StringValue(base64.StdEncoding.EncodeToString(archive)), StringMap(encoded)}, nil
}

// ArchiveAttributes are the attributes of Archive.
func ArchiveAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"content_base64": schema.StringAttribute{
			MarkdownDescription: "The whole zip archive, in base64, as `local_sensitive_file` takes it.", Computed: true, Sensitive: true,
		},
		"files_base64": schema.MapAttribute{
			MarkdownDescription: "The files of the archive by their names with folders, each in base64: `base64decode` gives the text of one.",
			Computed:            true,
			Sensitive:           true,
			ElementType:         types.StringType,
		},
	}
}
