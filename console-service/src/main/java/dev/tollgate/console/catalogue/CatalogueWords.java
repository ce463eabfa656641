package dev.tollgate.console.catalogue;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the pages about the catalogue, but those of its forms.
@MessageBundle("catalogue")
public interface CatalogueWords {
    @Message("Catalogue")
    String title();

    @Message("Which providers serve which models, and to whom. What the catalogue file declares is read-only "
            + "here; what you make here is in force on every edge within a second.")
    String intro();

    @Message("Providers")
    String providers();

    @Message("Models")
    String models();

    @Message("Deployments")
    String deployments();

    @Message("Groups")
    String groups();

    @Message("New provider")
    String addProvider();

    @Message("New model")
    String addModel();

    @Message("New deployment")
    String addDeployment();

    @Message("New group")
    String addGroup();

    @Message("Create")
    String create();

    @Message("Search by id, name or any field")
    String search();

    @Message("Next")
    String next();

    @Message("Previous")
    String previous();

    @Message("Nothing here yet")
    String noneTitle();

    @Message("Make the first one, or declare it in the catalogue file.")
    String noneHelp();

    @Message("State")
    String state();

    @Message("Declared in")
    String source();

    @Message("here")
    String here();

    @Message("In use")
    String serving();

    @Message("Drained")
    String drained();

    @Message("No credential")
    String unconfigured();

    @Message("Credential not set")
    String credentialUnset();

    @Message("Without effect")
    String withoutEffect();

    @Message("No price")
    String unpriced();

    @Message("Ready")
    String ready();

    @Message("No credential needed")
    String free();

    @Message("Read-only: declared in {where}. Change it there; it is taken within two seconds.")
    String readOnly(String where);

    @Message("The file on disk is not in force; the catalogue before it is.")
    String problems();

    @Message("line {line}")
    String line(int line);

    @Message("These have no effect, as the file declares otherwise. Delete them, or change the file.")
    String conflicts();

    @Message("In force since {time}")
    String inForce(String time);

    @Message("Requests, 7 days")
    String requests();

    @Message("Errors")
    String errors();

    @Message("Latency p50 / p95")
    String latency();

    @Message("Last seven days")
    String health();

    @Message("No requests in the last seven days.")
    String noTraffic();

    @Message("What every edge sees of it now, and how far a canary has come, is told by /api/v1/deployment-health.")
    String breakerNote();

    @Message("Settings")
    String settings();

    @Message("Details")
    String details();

    @Message("Changed")
    String updated();

    @Message("Made")
    String created();

    @Message("Version")
    String version();

    @Message("Saved. Every edge has it within a second.")
    String saved();

    @Message("Created. Every edge has it within a second.")
    String made();

    @Message("Created, but its secret was refused: set it here.")
    String madeWithoutSecret();

    @Message("Somebody else has changed this meanwhile. What you typed is kept: compare it with what is "
            + "stored now, then save again to overwrite it.")
    String overtaken();

    @Message("Stored now, other than you typed")
    String storedNow();

    @Message("Drain")
    String drain();

    @Message("Drain this deployment?")
    String drainTitle();

    @Message("Requests under way end normally; new ones go to the model’s other deployments. Without "
            + "another, the model answers 503.")
    String drainHelp();

    @Message("The deployment is drained.")
    String drainDone();

    @Message("Undrain")
    String undrain();

    @Message("Use this deployment again?")
    String undrainTitle();

    @Message("New requests are sent to it at once.")
    String undrainHelp();

    @Message("The deployment is in use again.")
    String undrainDone();

    @Message("Delete")
    String delete();

    @Message("Delete {id}?")
    String deleteTitle(String id);

    @Message("This cannot be undone. It is refused while something else refers to it. A deleted provider’s "
            + "secret is forgotten.")
    String deleteHelp();

    @Message("Deleted.")
    String deleteDone();

    @Message("Set credential")
    String setSecret();

    @Message("Set the credential")
    String secretTitle();

    @Message("The provider’s API key. It replaces the one before at once, is stored sealed and never shown again.")
    String secretHelp();

    @Message("API key of the provider")
    String secret();

    @Message("Stored sealed and never shown again. You may set it later.")
    String secretNewHelp();

    @Message("The credential is set.")
    String secretDone();

    @Message("Set; never shown")
    String secretSet();

    @Message("Not set")
    String secretNone();

    @Message("Rotate master key")
    String rotate();

    @Message("Seal all credentials anew?")
    String rotateTitle();

    @Message("All stored credentials are sealed under the newest master key. Do this after the configuration "
            + "has a new one, before you take the old one away.")
    String rotateHelp();

    @Message("Seal anew")
    String rotateAction();

    @Message("{resealed} sealed anew under key {key}, {unchanged} were already.")
    String rotateDone(long resealed, long unchanged, String key);

    @Message("Its deployments")
    String usedBy();

    @Message("No deployment uses it yet.")
    String usedByNone();
}
